import { loadBlocklists, type Blocklist } from '@app/blocklists';

/** The blocklists that are registered at present. */
export class Blocklists {
  private lists: readonly Blocklist[];

  /** Throws BlocklistsError, with all that is wrong in the files of `dir`. */
  constructor(private readonly dir: string) {
    this.lists = loadBlocklists(dir);
  }

  get list(): readonly Blocklist[] {
    return this.lists;
  }

  /** Those that whoever runs the desk has switched on: nobody else is asked. */
  readonly enabled = (): readonly Blocklist[] => this.lists.filter(({ enabled }) => enabled);

  /** Reads the files again, and answers what takes what they say: nothing has changed before that. Throws
   *  BlocklistsError. */
  readAgain(): () => void {
    const lists = loadBlocklists(this.dir);
    return () => (this.lists = lists);
  }

  /** As people call it; its id once its file is gone. */
  nameOf(id: string): string {
    return this.lists.find((list) => list.id === id)?.name ?? id;
  }
}
