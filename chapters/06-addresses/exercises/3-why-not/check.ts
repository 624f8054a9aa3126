/** 06-addresses/3-why-not 的检查：商店有几个地址、一个地址、没有地址，门都不开或者开一个，看程序怎样说。 */
import { connect } from 'node:net';
import type { Answer } from '../../../../kit/answer/answer.ts';
import type { Diagnosis, Exercise, Stage } from '../../../../kit/exercise.ts';
import { unusedPort } from '../../../../kit/port.ts';

const four = '127.0.0.1';

/** 这台机器自己去敲，得到的错误码；别的机器上可以不同，例如没有 IPv6。 */
async function codeOf(address: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, address, () => resolve(''));
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? ''));
    socket.once('close', () => socket.destroy());
  });
}

const failures = (program: Answer): string[] => program.lines.map((line) => line.trim()).filter((line) => line.startsWith('连不上'));

/** 启动，等它结束，交出「连不上」的几行。 */
async function asked(stage: Stage, addresses: readonly string[], port: number): Promise<[Answer, string[]]> {
  const program = stage.start([port, ...addresses]);
  await stage.until(() => program.exited, '程序自己结束', 'never-ends');
  return [program, failures(program)];
}

/** 没有一个开的：每个地址恰好一行，退出码 1。 */
async function allShut(stage: Stage, addresses: readonly string[]): Promise<void> {
  const port = await unusedPort();
  const codes = new Map<string, string>();
  for (const address of addresses) codes.set(address, await codeOf(address, port));
  const strange = addresses.find((address) => codes.get(address) !== 'ECONNREFUSED');
  if (strange) stage.note(`这台机器上，敲 ${strange} 得到的是 ${codes.get(strange)}（例如没有 IPv6），照这个判`);
  const [program, said] = await asked(stage, addresses, port);
  if (addresses.length === 1 && program.crash) stage.fail('not-always-many', `商店只有一个地址，程序崩溃了：${program.crash}`);
  await stage.intact(program);
  // 旧的 Windows 上，新的 Windows 上敲映射地址的时候，拒绝要过两秒才知道，Node 等不到，记的是 ETIMEDOUT。
  const isFor = (line: string, address: string): boolean => [codes.get(address), 'ETIMEDOUT'].some((code) => line === `连不上 ${address}：${code}`);
  const missing = addresses.filter((address) => !said.some((line) => isFor(line, address)));
  if (missing.length > 0) stage.fail(misunderstanding(addresses, missing, said), `商店的地址是 ${addresses.join('、')}，没有说到 ${missing.join('、')} 的一行。`);
  if (said.length > addresses.length) stage.fail('says-twice', `敲了 ${addresses.length} 个地址，却打印了 ${said.length} 行以「连不上」开头的话。`);
  exits(stage, program, 1);
}

function misunderstanding(addresses: readonly string[], missing: readonly string[], said: readonly string[]): string {
  if (said.length === 0) return 'says-nothing';
  if (said.some((line) => /^连不上[：:]?\s*(?:AggregateError.*)?$/.test(line))) return 'empty-message';
  if (said.some((line) => /^连不上[：:]?\s*E[A-Z]+$/.test(line))) return 'only-code';
  return missing.length < addresses.length ? 'only-some' : 'wrong-text';
}

function exits(stage: Stage, program: Answer, wanted: number): void {
  const { code } = program.exited!;
  if (code !== wanted) stage.fail('wrong-exit-code', `退出码应当是 ${wanted}，实际是 ${code ?? '无'}。`);
}

const byHand = ['npx tsx {file} 12000 ::1 127.0.0.1', 'npx tsx {file} 12000 127.0.0.1', 'npx tsx {file} 12000'];
const diagnosis = (cause: string, section = '/06-addresses/#names'): Diagnosis => ({ cause, section, reproduce: byHand });

const exercise: Exercise = {
  title: '一句话也没有的错误',
  startDiagnosis: 'empty-message',
  diagnoses: {
    'empty-message': diagnosis('打印的是 `AggregateError` 的 `message`，它是空的。敲过的每个地址各有一个错误，都在 `errors` 里。'),
    'only-code': diagnosis('只打印了错误码，没有说是哪个地址。`AggregateError` 的 `code` 只是其中一个的；每个地址的都在 `errors` 里。'),
    'only-some': diagnosis('有的地址没有说到。`errors` 里一个地址一个错误，要一个一个都打印：它们的原因可以不同。'),
    'not-always-many': diagnosis('只有一个地址的时候，得到的不是 `AggregateError`，没有 `errors`：错误就是它自己。'),
    'no-address': diagnosis('名字查不到，一个地址也没有敲过，这个错误没有 `address`。题目要的是「连不上：」后面写错误码。'),
    'counts-attempts': diagnosis('后来有一个地址开了，却已经说了「连不上」。敲一个没有开，还不是结局；都没有开，才有 `\'error\'`。'),
    'says-twice': diagnosis('同一个地址说了不止一遍。'),
    'says-nothing': diagnosis('没有一行以「连不上」开头。要打印到标准输出。', '/06-addresses/#exercise-3'),
    'stays-on': diagnosis('连上了，却不挂断。商店没有别的话要说，两边会一直等下去：连上以后要 `end` 或 `destroy`。', '/06-addresses/#exercise-3'),
    'no-connect': diagnosis('有一个地址开着，程序却没有打印「连上了」和它的地址。', '/06-addresses/#exercise-3'),
    'wrong-exit-code': diagnosis('连上了退出码是 0，没有连上是 1：叫它的人或者脚本，只看这个数。', '/06-addresses/#exercise-3'),
    'wrong-text': diagnosis('「连不上」的一行和题目说的不一样：「连不上」，空一格，地址，全角冒号，错误码。', '/06-addresses/#exercise-3'),
  },
  checks: [
    {
      id: 'two',
      title: '两个地址都不开：每个说一行',
      run: (stage) => allShut(stage, ['::1', four]),
    },
    {
      id: 'one',
      title: '只有一个地址，不开：也是一行',
      run: (stage) => allShut(stage, [four]),
    },
    {
      id: 'three',
      title: '三个地址都不开：一个也不少',
      run: (stage) => allShut(stage, [four, '::1', `::ffff:${four}`]),
    },
    {
      id: 'no-name',
      title: '一个地址也查不到',
      async run(stage) {
        const [program, said] = await asked(stage, [], await unusedPort());
        if (program.crash) stage.fail('not-always-many', `一个地址也没有，程序崩溃了：${program.crash}`);
        if (said.length === 0) stage.fail('says-nothing', '一个地址也查不到，应当有一行「连不上：ENOTFOUND」。');
        if (said.length > 1) stage.fail('says-twice', `应当只有一行，打印了 ${said.length} 行。`);
        if (said[0] !== '连不上：ENOTFOUND') stage.fail(said[0]!.includes('ENOTFOUND') ? 'no-address' : 'wrong-text', `应当是「连不上：ENOTFOUND」，打印的是「${said[0]}」。`);
        exits(stage, program, 1);
      },
    },
    {
      id: 'second',
      title: '前一个不开，后一个开：连上了，不说连不上',
      async run(stage) {
        const shop = await stage.tcpServer('商店');
        const program = stage.start([shop.port, '::1', four]);
        const visitor = await stage.until(() => shop.take(), '程序连上商店', 'no-connect', program);
        // 商店不先说完：挂断是程序的事。
        await stage.until(() => visitor.ended || visitor.errored !== undefined || program.exited, '程序挂断', 'stays-on', program);
        visitor.end();
        await stage.until(() => program.exited, '程序自己结束', 'never-ends');
        await stage.intact(program);
        const said = failures(program);
        const opened = program.lines.map((line) => line.trim()).filter((line) => line.startsWith('连上了'));
        if (!opened.includes(`连上了 ${four}`)) stage.fail('no-connect', `商店守着 ${four}，应当打印「连上了 ${four}」，打印的是「${opened.join('」「') || '没有这一行'}」。`);
        if (said.length > 0) stage.fail('counts-attempts', `已经连上了，却打印了「${said[0]}」。`);
        exits(stage, program, 0);
      },
    },
  ],
};

export default exercise;
