export * from './examination.process';
export * from './merged-complaints.process';
export * from './rate-watch.process';
export * from './suppression.process';
