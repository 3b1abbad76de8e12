export const DESK = Symbol('desk');
