export { Alerts } from './alerts';
export { tellBy } from './tell';
