/** 测速时比的两个包没有自带类型，这里只写用到的。 */
declare module 'split2' {
  import type { Transform } from 'node:stream';
  export default function split2(matcher?: string): Transform;
}

declare module 'length-prefixed-stream' {
  import type { Transform } from 'node:stream';
  export function decode(options?: { limit?: number }): Transform;
}
