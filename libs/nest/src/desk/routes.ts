export { targetOf } from '@app/processes';
