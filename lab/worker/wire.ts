/**
 * 放行和交代怎样过线程：小的写成一行 JSON，大的原样交给浏览器去抄。
 *
 * 浏览器抄一个带 Uint8Array 的对象，比抄一行文字慢得多；
 * 一次一个的回声，每个报文都要抄四次。
 */
import type { Answer, Grant, ProcessEvent, SystemCall } from '../system/messages.ts';

/** 一行 JSON，里面的字节写成文字，一个字符一个字节；或者原样。 */
export type Wire<Message> = string | Message;

/** 内容不超过这么多字节才写成文字：再多，转换就不合算了。 */
const SMALL_BYTES = 256;

type Item = ProcessEvent | SystemCall;

/** JSON 里没有 Infinity，写成 null。 */
export function packGrant(grant: Grant): Wire<Grant> {
  const events = packAll(grant.events);
  return events ? JSON.stringify({ ...grant, events }) : grant;
}

export function unpackGrant(wire: Wire<Grant>): Grant {
  if (typeof wire !== 'string') return wire;
  const grant = JSON.parse(wire) as Grant;
  grant.until ??= Infinity;
  grant.lookahead ??= Infinity;
  unpackAll(grant.events);
  return grant;
}

export function packAnswer(answer: Answer): Wire<Answer> {
  const calls = packAll(answer.calls);
  return calls ? JSON.stringify({ ...answer, calls }) : answer;
}

export function unpackAnswer(wire: Wire<Answer>): Answer {
  if (typeof wire !== 'string') return wire;
  const answer = JSON.parse(wire) as Answer;
  unpackAll(answer.calls);
  return answer;
}

/** 有一个太大，就整个不写成文字：返回 undefined。 */
function packAll(items: readonly Item[]): object[] | undefined {
  const packed: object[] = [];
  for (const item of items) {
    if (!('payload' in item)) packed.push(item);
    else if (item.payload.length > SMALL_BYTES) return undefined;
    else packed.push({ ...item, payload: String.fromCharCode(...item.payload) });
  }
  return packed;
}

function unpackAll(items: readonly Item[]): void {
  for (const item of items) {
    if ('payload' in item) item.payload = Uint8Array.from(String(item.payload), (character) => character.charCodeAt(0));
  }
}
