/** What people call a message, and how they say so, in the languages of the desk: Dutch, English, German, French and
 *  Romanian. A word counts in a clause that asserts it, and in none that doubts, denies or merely mentions it. */

export const PHISHING =
  /(?<![\p{L}\d.@-])(?:ge)?phish|(?<!\p{L})(?:hame[cç]onnage|frauduleus|frauduleu[xs]e?|fraudulent|betrügerisch|fraudulo(?:as|s))/iu;

/** No "virus" by itself: scanners write below what they let through that it has none. */
export const MALWARE =
  /(?<![\p{L}-])(?:malware|ransomware|trojan|schadsoftware|(?:contain(?:s|ing|ed)?|bevat|enth(?:ä|ae)lt|contient|con[tțţ]ine) (?:a |an |een |einen |un )?virus)/iu;

/** Something before the word says that the message is it: a pointing word, or what was done with it. */
export const ASSERTING =
  /(?<![\p{L}])(?:this|that['’]?s?|these|those|it|it['’]?s|they|here|below|following|dit|dat|deze|die|het|hier(?:onder|bij)?|volgende|das|dies(?:e[rsmn]?)?|es|folgende|ce(?:ci|la|tte)?|c['’]est|il s['’]agit|voici|acest(?:a|ea)?|aceast[aă]|este|e|report|reporting|received|got|forward|forwarding|send|sends|sending|sent|spreads?|contains?|there is|meld|melden|ontvangen|kreeg|stuurt|verstuurt|bevat|zit|melde|erhalten|bekommen|schickt|verschickt|versendet|enth(?:ä|ae)lt|signale|reçu|envoie|contient|primit|raportez|semnalez|trimite|con[tțţ]ine)(?![\p{L}])/iu;

/** Behind the word, where these languages put what was done. */
export const ASSERTING_AFTER =
  /(?<![\p{L}])(?:below|attached|ontvangen|gekregen|verstuurd|bijgevoegd|hieronder|erhalten|bekommen|verschickt|versendet|angeh(?:ä|ae)ngt|re[cç]ue?|ci-joint|primit|trimis[ae]?|ata[sș]at)(?![\p{L}])/iu;

/** Denied, doubted, asked, or somebody else's subject: a clause with one of these claims nothing. */
export const NOT_ASSERTING =
  /(?<![\p{L}])(?:no|not|never|neither|nor|\p{L}{2,6}n['’]t|cannot|without|against|free|geen|niet|nooit|zonder|tegen|kein(?:e[nrms]?)?|nicht|nie|ohne|gegen|pas|jamais|sans|contre|nu|f[aă]r[aă]|[iî]mpotriva|anti|if|whether|when|may|maybe|might|could|can|possibl[ey]|perhaps|probably|suspected|suspect|unsure|wonder|als|indien|kan|kunnen|misschien|mogelijk|wellicht|vermoed(?:elijk)?|wenn|falls|ob|kann|könnte|vielleicht|eventuell|möglich(?:erweise)?|vermutlich|si|peut(?:-être)?|pourrait|probablement|dac[aă]|poate|probabil|about|over|regarding|how|over|über|sur|despre|scanned|checked|protected|protects?|beware|gecontroleerd|gescand|beschermd|geprüft|überprüft|geschützt|analysée?|vérifiée?|protégée?|verificat|scanat|protejat)(?![\p{L}])/iu;

/** A question, though it may have lost its mark. */
export const ASKING =
  /^(?:(?:is|are|kan|was) (?:this|that|it|these|dit|dat|deze|het)|(?:ist|sind) (?:das|dies\p{L}{0,2}|es)|est-ce|oare)(?![\p{L}])/iu;

/** Spam or phishing, spam/phishing: whoever leaves it open has not said which. */
export const EITHER =
  /spam\p{L}{0,10} ?(?:\/|\b(?:or|of|oder|ou|sau)\b) ?(?:\p{L}{1,8} )?(?:phish|hame|malware)|(?:phish|hame|malware)[\p{L}]{0,10} ?(?:\/|\b(?:or|of|oder|ou|sau)\b) ?(?:\p{L}{1,8} )?spam/iu;

/** What a department, a campaign or a button is called. */
export const NAME_OF_SOMETHING =
  /^[\p{L}]{0,6}[ -](?:response|awareness|team|training|tests?|simulation|simulatie|protection|prevention|filter|department|desk|button|policy|is|are|was|has|can|will|wordt|ist|wird|est)(?![\p{L}])/iu;

/** `Report phishing at …` below a mail tells its reader what to do; who reports it says that they do. */
export const INSTRUCTING =
  /^(?:\p{L}{1,12} ){0,2}(?:report|forward|send|meld|meldt|stuur|melden|meldet|leiten|signalez|signaler|transférez|raporta[tțţ]i|semnala[tțţ]i)(?![\p{L}])/iu;
export const IN_FIRST_PERSON =
  /(?<![\p{L}])(?:I|I['’](?:d|m|ve)|we|ik|wij|ich|wir|je|j['’]\p{L}{1,12}|nous|eu|noi|vreau|doresc)(?![\p{L}])/iu;
