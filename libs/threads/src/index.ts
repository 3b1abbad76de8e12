export * from './start-thread';
export * from './writer-thread';
