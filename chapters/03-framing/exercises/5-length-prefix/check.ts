/** 03-framing/5-length-prefix 的检查：检查扮演寄件的人，看邮包取得齐不齐、重量读得对不对。 */
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import type { TcpPeer } from '../../../../kit/peers/tcp.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference } from '../../../../kit/trace.ts';

const maxBytes = 1000;
const pieces = 'npx tsx chapters/03-framing/exercises/pieces.ts 去连 12000';
const diagnosis = (cause: string, section: string, ...sent: string[]): Diagnosis => ({
  cause,
  section,
  reproduce: ['npx tsx {file} 12000', `再开一个终端，运行：${pieces} ${sent.map((piece) => `"${piece}"`).join(' ')}`],
});

function weight(bytes: number): Buffer {
  const header = Buffer.alloc(4);
  header.writeUInt32BE(bytes);
  return header;
}

const parcel = (content: string | Buffer): Buffer => Buffer.concat([weight(Buffer.byteLength(content)), Buffer.from(content as string)]);
const answerTo = (contents: readonly (string | Buffer)[]): Buffer => Buffer.concat(contents.map((content) => parcel(Buffer.concat([Buffer.from(content as string), Buffer.from(content as string)]))));

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
}

async function open(stage: Stage): Promise<Scene> {
  const program = stage.start([await unusedPort()]);
  return { stage, program, port: await stage.listening(program) };
}

/** 到现在为止收到的应当就是这些字节；不对的，诊断是 `orElse`。 */
async function hears({ stage, program }: Scene, peer: TcpPeer, expected: Buffer, orElse: string): Promise<void> {
  const wrong = (): boolean => !expected.subarray(0, peer.received.length).equals(peer.received.subarray(0, expected.length)) || peer.received.length > expected.length;
  await stage.until(() => peer.received.length >= expected.length || wrong() || peer.ended || peer.errored, `${peer.name}收到 ${expected.length} 字节的应答`, orElse, program);
  await stage.intact(program);
  const different = firstDifference(expected, peer.received);
  if (different) stage.fail(misread(expected, peer.received, orElse), `${peer.name}收到的应答不对。\n${different}`);
}

/** 重量写反了，一看开头就知道；读反了，很轻的也成了太重。 */
function misread(expected: Buffer, actual: Buffer, orElse: string): string {
  if (orElse === 'wrong-answer' && actual.includes('too heavy')) return 'byte-order';
  if (actual.length < 4 || expected.length < 4) return orElse;
  const wanted = expected.readUInt32BE();
  return wanted > 0 && actual.readUInt32LE() === wanted ? 'byte-order' : orElse;
}

/** 应答都到了，然后是 FIN，没有多出来的。 */
async function finishes(scene: Scene, peer: TcpPeer, expected: Buffer, orElse: string): Promise<void> {
  const { stage, program } = scene;
  await hears(scene, peer, expected, orElse);
  await stage.until(() => peer.ended || peer.errored, `${peer.name}收到 FIN`, 'no-fin', program);
  await stage.intact(program);
  if (peer.errored) stage.fail('no-fin', `${peer.name}没有等到 FIN，连接就断了（${peer.errored}）。`);
  const different = firstDifference(expected, peer.received);
  if (different) stage.fail(orElse, `${peer.name}收到的应答不对。\n${different}`);
}

/** 切在这里得到的不对：切在重量里，还是切在东西里。 */
function missedAt(contents: readonly string[], place: number): string {
  let start = 0;
  for (const content of contents) {
    if (place > start && place < start + 4) return 'weight-cut';
    start += 4 + Buffer.byteLength(content);
  }
  return 'per-chunk';
}

const exercise: Exercise = {
  title: '邮包',
  startDiagnosis: 'loses-rest',
  diagnoses: {
    'per-chunk': diagnosis('把一块当作一个完整的邮包：东西断在两块里，就少了后一半。没收齐的要留着，接上下一块。', '/03-framing/#ruler', '\\x00\\x00\\x00\\x05he', 'llo'),
    'weight-cut': diagnosis('重量的四个字节断在两块里，就读错了。手里不到四个字节，先等着，接起来再读。', '/03-framing/#length-prefix', '\\x00\\x00', '\\x00\\x02ab'),
    crashed: diagnosis('程序抛出了没有人接住的错误。要是 `RangeError`，多半是手里不到四个字节就去读重量。', '/03-framing/#length-prefix', '\\x00\\x00', '\\x00\\x02ab'),
    'loses-rest': diagnosis('一块里有好几个邮包，只应答了一个，或者把它们当作了一个。取走一个，再看剩下的够不够下一个。', '/03-framing/#ruler', '\\x00\\x00\\x00\\x01a\\x00\\x00\\x00\\x01b'),
    'drops-empty': diagnosis('空邮包（重量是 0）没有应答，或者它后面的邮包没有应答。它只有四个字节，也是一个邮包。', '/03-framing/#length-prefix', '\\x00\\x00\\x00\\x00'),
    'byte-order': diagnosis('重量的字节序反了：先写的是高位（大端）。名字以 `BE` 结尾的是大端，`LE` 是小端。', '/03-framing/#byte-order', '\\x00\\x00\\x00\\x02ab'),
    'not-text': diagnosis('东西变了样：当作文字解码过的，不是 UTF-8 的字节就找不回来。重量数的是字节，东西原样抄，不要经过字符串。', '/03-framing/#length-prefix', '\\x00\\x00\\x00\\x02\\xff\\xe4'),
    'no-limit': diagnosis('报的重量超过 1000，程序还在等东西来。读出重量就该和上限比，不等东西。', '/03-framing/#length-prefix-server-4', '\\x00\\x00\\x03\\xe9'),
    signed: diagnosis('报的重量是 `ff ff ff ff`，程序没有当作太重。有符号地读，它是 -1，比 1000 小；重量是无符号的，要用 `readUInt32BE`。', '/03-framing/#byte-order', '\\xff\\xff\\xff\\xff'),
    'too-strict': diagnosis('恰好 1000 的邮包没有收。超过 1000 才算太重，重量不算它自己的四个字节。', '/03-framing/#exercise-5', '\\x00\\x00\\x03\\xe8', '×1000'),
    'says-again': diagnosis('太重的人请走以后，还在应答他后来的话，或者又说了 `cut short`。说完就不再应答，后来的读走不看。', '/03-framing/#length-prefix-server-4', '\\xff\\xff\\xff\\xff', '\\x00\\x00\\x00\\x01a'),
    'cut-unnoticed': diagnosis('没有收齐就来了 FIN，程序没有应答 `cut short`。FIN 只说不再有了，不说齐了；`\'end\'` 里要看手里还剩几个字节。', '/03-framing/#length-prefix-server-5', '\\x00\\x00\\x00\\x05he'),
    'false-cut': diagnosis('邮包都齐了，程序却应答了 `cut short`，或者多应答了别的。', '/03-framing/#length-prefix-server-5', '\\x00\\x00\\x00\\x02ab'),
    'no-fin': diagnosis('应答送完了，没有收到 FIN。`allowHalfOpen` 是 `true` 的，要自己调用 `end`；不要用 `destroy`。', '/03-framing/#fin', '\\x00\\x00\\x00\\x02ab'),
    mixed: diagnosis('两个人的邮包混到了一起：没收齐的记在共用的变量里。每个连接要有自己的一份。', '/03-framing/#length-prefix-server-2', '\\x00\\x00\\x00\\x05he', 'llo'),
    'wrong-answer': diagnosis('应答和题目说的不一样：重量是原来的两倍，东西连着写两遍。', '/03-framing/#exercise-5', '\\x00\\x00\\x00\\x02ab'),
  },
  checks: [
    {
      id: 'one',
      title: '一个邮包：重量是两倍，东西写两遍；说完了有 FIN',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('寄件的人', scene.port);
        const word = stage.random.word();
        await peer.write(parcel(word));
        await hears(scene, peer, answerTo([word]), 'wrong-answer');
        peer.end();
        await finishes(scene, peer, answerTo([word]), 'false-cut');
      },
    },
    {
      id: 'together',
      title: '一块里有好几个邮包',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('寄得多的人', scene.port);
        const words = stage.random.words(3);
        await peer.write(Buffer.concat(words.map(parcel)));
        await hears(scene, peer, answerTo(words), 'loses-rest');
        peer.end();
        await finishes(scene, peer, answerTo(words), 'false-cut');
      },
    },
    {
      id: 'bytes',
      title: '东西可以是任何字节：换行、零、不是 UTF-8 的',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('寄图片的人', scene.port);
        const contents = ['中文', Buffer.from([0xff, 0x00, 0x0a, 0xe4, 0xb8]), 'a\nb'];
        for (const [index, content] of contents.entries()) {
          await peer.write(parcel(content));
          await hears(scene, peer, answerTo(contents.slice(0, index + 1)), 'not-text');
        }
        peer.end();
        await finishes(scene, peer, answerTo(contents), 'false-cut');
      },
    },
    {
      id: 'empty',
      title: '空邮包也是邮包，单独来、夹在中间来都有应答',
      async run(stage) {
        const scene = await open(stage);
        const peer = await stage.tcpClient('寄空包的人', scene.port);
        await peer.write(parcel(''));
        await hears(scene, peer, answerTo(['']), 'drops-empty');
        const contents = ['', 'a', '', '', stage.random.word(), ''];
        await peer.write(Buffer.concat(contents.map(parcel)));
        await hears(scene, peer, answerTo(['', ...contents]), 'drops-empty');
        peer.end();
        await finishes(scene, peer, answerTo(['', ...contents]), 'false-cut');
      },
    },
    {
      id: 'every-split',
      title: '在每一个字节之间切一刀',
      async run(stage) {
        const scene = await open(stage);
        const contents = [stage.random.word(), '', '中'];
        const whole = Buffer.concat(contents.map(parcel));
        for (let place = whole.length - 1; place >= 1; place -= 1) {
          const peer = await stage.tcpClient(`第 ${place} 个字节后断开的人`, scene.port);
          const orElse = missedAt(contents, place);
          await peer.writeSplit(whole, [place]);
          await hears(scene, peer, answerTo(contents), orElse);
          peer.end();
          await finishes(scene, peer, answerTo(contents), orElse);
        }
      },
    },
    {
      id: 'two-at-once',
      title: '两个人同时寄，都断在一半：各寄各的',
      async run(stage) {
        const scene = await open(stage);
        const [one, two] = stage.random.words(2) as [string, string];
        const [first, second] = [await stage.tcpClient('甲', scene.port), await stage.tcpClient('乙', scene.port)];
        for (const [peer, bytes] of [[first, parcel(one).subarray(0, 6)], [second, parcel(two).subarray(0, 3)], [first, parcel(one).subarray(6)], [second, parcel(two).subarray(3)]] as const) {
          await peer.write(bytes);
          await peer.read();
        }
        await hears(scene, first, answerTo([one]), 'mixed');
        await hears(scene, second, answerTo([two]), 'mixed');
      },
    },
    {
      id: 'limit',
      title: '恰好 1000 的照收；超过的不等东西来就应答 too heavy 和 FIN；别人照常',
      async run(stage) {
        const scene = await open(stage);
        const other = await stage.tcpClient('别的人', scene.port);
        for (const [heavy, orElse] of [[maxBytes + 1, 'no-limit'], [0x7fff_ffff, 'no-limit'], [0xffff_ffff, 'signed']] as const) {
          const peer = await stage.tcpClient(`寄 ${heavy} 字节的人`, scene.port);
          const most = stage.random.word().repeat(334).slice(0, maxBytes);
          await peer.write(parcel(most));
          await hears(scene, peer, answerTo([most]), 'too-strict');
          await peer.write(weight(heavy));
          const expected = Buffer.concat([answerTo([most]), parcel('too heavy')]);
          await hears(scene, peer, expected, orElse);
          await peer.write(parcel('more'));
          await peer.read();
          peer.end();
          await finishes(scene, peer, expected, 'says-again');
        }
        await other.write(parcel('still here'));
        await hears(scene, other, answerTo(['still here']), 'mixed');
      },
    },
    {
      id: 'cut-short',
      title: '没有收齐就来了 FIN：应答 cut short，再送 FIN',
      async run(stage) {
        const scene = await open(stage);
        const word = stage.random.word();
        const whole = parcel(word);
        for (let length = 1; length < whole.length; length += 1) {
          const peer = await stage.tcpClient(`只寄了 ${length} 个字节的人`, scene.port);
          await peer.write(Buffer.concat([parcel('ok'), whole.subarray(0, length)]));
          peer.end();
          await finishes(scene, peer, Buffer.concat([answerTo(['ok']), parcel('cut short')]), 'cut-unnoticed');
        }
      },
    },
  ],
};

export default exercise;
