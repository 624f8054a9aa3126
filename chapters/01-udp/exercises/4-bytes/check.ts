/** 01-udp/4-bytes 的检查：检查扮演客户端，寄去各种报文，看应答里的两个数从哪里来。 */
import { isUtf8 } from 'node:buffer';
import type { Answer } from '../../../../kit/answer/answer.ts';
import { boundUdpPort } from '../../../../kit/bound.ts';
import type { Exercise, Stage } from '../../../../kit/exercise.ts';
import { unusedPort } from '../../../../kit/port.ts';
import { firstDifference, visible } from '../../../../kit/trace.ts';

const byHand = ['npx tsx {file} 12000', '另开一个终端，再运行：', 'npx tsx chapters/01-udp/exercises/4-bytes/ask.ts 12000'];
const host = '127.0.0.1';

interface Scene {
  stage: Stage;
  program: Answer;
  port: number;
}

async function open(stage: Stage, port = 0): Promise<Scene> {
  const program = stage.start([port]);
  return { stage, program, port: await boundUdpPort(stage, program, port) };
}

function codePoints(text: string): number {
  return [...text].length;
}

function expectedAnswer(question: Buffer): string {
  return isUtf8(question) ? `${question.length} 字节 ${codePoints(question.toString('utf8'))} 字符` : `${question.length} 字节 不是 UTF-8`;
}

/** 应答不对：从错的数推断它是怎样数出来的。 */
function misconception(question: Buffer, said: string): string {
  const [whole, bytes, characters] = /^(\d+) 字节 (?:(\d+) 字符|不是 UTF-8)$/.exec(said) ?? [];
  if (whole === undefined) return 'wrong-format';
  if (Number(bytes) !== question.length) return wrongBytes(question, Number(bytes));
  const text = question.toString('utf8');
  if (!isUtf8(question)) return wronglyAccepted(text, Number(characters));
  if (characters === undefined) return text.includes('\ufffd') ? 'rejects-replacement' : 'rejects-valid';
  return wrongCharacters(text, Number(characters));
}

function wrongBytes(question: Buffer, bytes: number): string {
  const text = question.toString('utf8');
  if (bytes === text.length || bytes === codePoints(text)) return 'length-of-string';
  return bytes === Buffer.byteLength(text) ? 'bytes-after-decoding' : 'wrong-count';
}

/** 不是 UTF-8，却数出了字符：数的是替身，还是自己解码时认了不该认的字节。 */
function wronglyAccepted(replaced: string, characters: number): string {
  if (characters === 0) return 'joins-datagrams';
  return characters === codePoints(replaced) ? 'counts-replacement' : 'accepts-invalid';
}

function wrongCharacters(text: string, characters: number): string {
  const graphemes = [...new Intl.Segmenter().segment(text)].length;
  if (characters === Buffer.byteLength(text)) return 'bytes-as-characters';
  if (characters === text.length) return 'utf16-units';
  if (characters === graphemes) return 'graphemes';
  return characters < codePoints(text) && characters >= codePoints(text.replaceAll(/[\s\0]/g, '')) ? 'drops-spaces' : 'wrong-count';
}

/** 这个应答对不对；不对就推断为什么。 */
function judgeAnswer({ stage, port }: Scene, question: Buffer, answer: { bytes: Buffer; text: string; port: number }): void {
  if (answer.port !== port) stage.fail('other-port', `服务端的端口是 ${port}，应答却是从端口 ${answer.port} 寄来的。`);
  const expected = expectedAnswer(question);
  const different = firstDifference(expected, answer.bytes);
  if (different) stage.fail(misconception(question, answer.text), `问的是 ${visible(question)}，应答不对。\n${different}`);
}

/** 一个一个地问：等到应答，看过对不对，再问下一个。 */
async function askEach(scene: Scene, questions: readonly (string | Buffer)[]): Promise<void> {
  const { stage, port } = scene;
  const client = await stage.udpPeer('客户端');
  let previous = '';
  for (const [index, question] of questions.map((one) => Buffer.from(one as string)).entries()) {
    await client.send(question, { address: host, port });
    const answer = await stage.until(() => client.take(), `${visible(question)} 的应答`, 'no-answer');
    // 与上一个应答相同，多半是同一个应答来了两次：等一等真正的那一个，只为了把话说准，反正都不通过。
    if (answer.text === previous && answer.text !== expectedAnswer(question)) await stage.pause(50);
    if (client.received.length > index + 1) stage.fail('answers-twice', `问了 ${index + 1} 次，应答却来了 ${client.received.length} 个。`);
    judgeAnswer(scene, question, answer);
    previous = answer.text;
  }
  await stage.settle();
  if (client.take()) stage.fail('answers-twice', `问了 ${questions.length} 次，应答却不止 ${questions.length} 个。`);
}

/** 先寄空的，再寄不空的：不空的有了三个应答，空的还没有，就是不会有了。 */
async function askEmpty(scene: Scene, words: readonly string[]): Promise<void> {
  const { stage, port } = scene;
  const client = await stage.udpPeer('客户端');
  const empty = Buffer.alloc(0);
  const answered = (): boolean => client.received.some(({ text }) => text === expectedAnswer(empty));
  await client.send(empty, { address: host, port });
  for (const [index, word] of words.entries()) {
    await client.send(word, { address: host, port });
    await stage.until(() => client.received.length > index + (answered() ? 1 : 0), `空报文之后，「${word}」的应答`, 'empty-is-end');
    if (answered()) return;
  }
  const first = client.received[0]!;
  if (first.text === expectedAnswer(Buffer.from(words[0]!))) stage.fail('ignores-empty', '空的报文没有应答，它后面的三个报文却都有。');
  judgeAnswer(scene, empty, first);
}

const exercise: Exercise = {
  title: '几个字节，几个字符',
  startDiagnosis: 'length-of-string',
  diagnoses: {
    'no-answer': {
      cause: '有一个报文没有得到应答。每个报文都要答，应答寄给回调的第二个参数说的那个地址和端口。',
      section: '/01-udp/#server-5',
      reproduce: byHand,
    },
    'length-of-string': {
      cause: '「字节数」数的是解码以后的字符串。字符串的 `length` 不是字节数，收到的 `Buffer` 的 `length` 才是。',
      section: '/01-udp/#server-4',
      reproduce: byHand,
    },
    'bytes-as-characters': {
      cause: '「字符数」数的是字节。要先按 UTF-8 解码成文字，再数文字里有几个字符。',
      section: '/01-udp/#server-4',
      reproduce: byHand,
    },
    'utf16-units': {
      cause: '「字符数」用了字符串的 `length`，它数的是 UTF-16 的单元，「😀」这样的字符有两个。要数码点：`[...text].length`。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    graphemes: {
      cause: '数的是人眼看到的字形：一个字母和它的组合音标合成了一个。这道题要的是码点，它们是两个。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    'drops-spaces': {
      cause: '空格、换行或者别的看不见的字符没有算进去，也许是 `trim` 去掉了它们。它们也是字符，报文里有几个就算几个。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    'counts-replacement': {
      cause: '报文不是 UTF-8，却数出了字符：`toString` 从不报错，读不懂的字节换成 U+FFFD，你数到的是这些替身。解码之前先看字节。',
      section: '/01-udp/#server-4',
      reproduce: byHand,
    },
    'accepts-invalid': {
      cause: '有的字节样子像 UTF-8，其实不是：过长的编码、代理区（U+D800 到 U+DFFF）、超出 U+10FFFF 的。只看首字节、数后续字节，会把它们放进来。用 `isUtf8`，或者 `fatal: true` 的 `TextDecoder`。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    'rejects-replacement': {
      cause: '靠「解码以后有没有 U+FFFD」来判断是不是 UTF-8。可是对方可以真的写一个 U+FFFD（`ef bf bd`），它是合法的。要看字节，不看解码的结果。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    'rejects-valid': {
      cause: '报文是合法的 UTF-8，却说不是。空的报文、汉字、表情都是合法的 UTF-8。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    'bytes-after-decoding': {
      cause: '「字节数」是解码以后再编码得到的：读不懂的一个字节换成 U+FFFD，就变成三个字节。直接数收到的 `Buffer`。',
      section: '/01-udp/#server-4',
      reproduce: byHand,
    },
    'joins-datagrams': {
      cause: '上一个报文剩下的半个字符，留到了下一个报文里。UDP 保持边界，每个报文是完整的一份，解码也要从头开始，不能共用一个流式的解码器。',
      section: '/01-udp/#server-3',
      reproduce: byHand,
    },
    'empty-is-end': {
      cause: '空的报文被当成了「到此为止」：它来过以后，程序就不再回答。UDP 没有结尾，空的报文只是长度为 0 的报文。',
      section: '/01-udp/#server-3',
      reproduce: byHand,
    },
    'ignores-empty': {
      cause: '空的报文没有应答：它被当成了没有报文。长度是 0 也是一个报文，`if (text)` 这样的判断会漏掉它。',
      section: '/01-udp/#server-3',
      reproduce: byHand,
    },
    'wrong-client': {
      cause: '一个客户端的应答，寄给了另一个客户端：寄信人记在了大家共用的变量里。每次回调都有自己的寄信人，用它。',
      section: '/01-udp/#server-5',
      reproduce: byHand,
    },
    'other-port': {
      cause: '应答不是从绑定的那个端口寄出的：用了另一个套接字。会核对来源的客户端不会认它。',
      section: '/01-udp/#client-5',
      reproduce: byHand,
    },
    'answers-twice': {
      cause: '一个报文得到了不止一个应答。两个数要写在同一个应答里，每个报文只答一次。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    'wrong-count': {
      cause: '数出来的数不对，也不像哪一种常见的数法。把收到的 `Buffer` 打印出来，看看数的是不是它。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
    'wrong-format': {
      cause: '应答的写法和题目说的不一样：`3 字节 1 字符`，或者 `3 字节 不是 UTF-8`，中间各一个空格，末尾没有换行。',
      section: '/01-udp/#exercise-4',
      reproduce: byHand,
    },
  },
  checks: [
    {
      id: 'counted',
      title: '字节数和字符数各数各的：字母、汉字、表情、组合音标、空白，长的和短的',
      async run(stage) {
        const [a, b, c] = stage.random.words(3) as [string, string, string];
        const scene = await open(stage);
        await askEach(scene, [`${a}${b}`, '中', `${b}汉字`, '😀', `${c}👍🏽字`, 'e\u0301', ` ${a} ${b}\r\n`, `${b}\0${c}`, '中'.repeat(stage.random.integer(800, 1200)), b]);
      },
    },
    {
      id: 'not-utf8',
      title: '不是 UTF-8 就说不是；真的 U+FFFD 是合法的字符',
      async run(stage) {
        const word = stage.random.word();
        const scene = await open(stage);
        // 过长的编码在先：每个字节换成一个替身就是两个，只看首字节就是一个，分得清是怎样数的。
        // 代理区；超出 U+10FFFF；单独一个 ff；半个「中」；半个「😀」和另外半个；词里夹着一个坏字节。
        const invalid = ['c080', 'eda080', 'f4908080', 'ff', 'e4b8', 'f09f', '9880', `${Buffer.from(word).toString('hex')}80`];
        await askEach(scene, [word, ...invalid.map((hex) => Buffer.from(hex, 'hex')), '\ufffd', `${word}\ufffd\ufffd中`, word]);
      },
    },
    {
      id: 'empty',
      title: '空的报文也有应答，后来的报文照常有',
      async run(stage) {
        const scene = await open(stage);
        await askEmpty(scene, ['a', 'bb', 'ccc']);
        await askEach(scene, ['', stage.random.word(), '', '']);
      },
    },
    {
      id: 'clients',
      title: '绑定参数说的端口；谁问的，答给谁',
      async run(stage) {
        const scene = await open(stage, await unusedPort());
        const clients = [await stage.udpPeer('客户端甲'), await stage.udpPeer('客户端乙'), await stage.udpPeer('客户端丙')];
        const questions = ['a', '汉字', '😀😀😀'];
        for (const [index, client] of clients.entries()) await client.send(questions[index]!, { address: host, port: scene.port });
        for (const [index, client] of clients.entries()) {
          const misplaced = (): true | undefined => clients.some(({ received }) => received.length > 1) || undefined;
          const answer = await stage.until(() => client.take() ?? misplaced(), `${client.name}的应答`, 'no-answer');
          if (answer === true) return stage.fail('wrong-client', `${client.name}没有得到应答，别人却得到了不止一个。`);
          const others = questions.filter((_, other) => other !== index).map((question) => expectedAnswer(Buffer.from(question)));
          if (others.includes(answer.text)) stage.fail('wrong-client', `${client.name}得到的是别人的应答「${answer.text}」。`);
          judgeAnswer(scene, Buffer.from(questions[index]!), answer);
        }
      },
    },
  ],
};

export default exercise;
