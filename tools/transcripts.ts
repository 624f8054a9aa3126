/**
 * `npm run transcripts [路径里的几个字]`：把终端记录重新录一遍，指出哪里变了。
 *
 * 先重演。与记录相同就不动文件；不同，就把这一次的输出写进去，其余的行（命令、输入、等待）
 * 原样留着，再把差别一处一处打印出来。对得上 `{名字=值}` 的行保持原样，值也不换，
 * 所以没有变化的运行不会改动任何文件。写进去的新行要由人看过，再交给版本库。
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseTranscript } from '../kit/transcript/parse.ts';
import { differences, replay, type Replayed } from '../kit/transcript/replay.ts';
import { rewrite } from '../kit/transcript/rewrite.ts';
import { missingFor, transcriptFiles } from '../kit/transcript/files.ts';

const wanted = process.argv[2] ?? '';
let changed = 0;
for (const file of transcriptFiles().filter((name) => name.includes(wanted))) {
  const text = readFileSync(file, 'utf8');
  const transcript = parseTranscript(text, file);
  const missing = missingFor(transcript);
  if (missing) {
    console.log(`跳过  ${file}：${missing}`);
    continue;
  }
  const replayed: Replayed[] = await replay(transcript);
  const found = differences(replayed);
  if (found.length === 0) {
    console.log(`相同  ${file}`);
    continue;
  }
  changed += 1;
  writeFileSync(file, rewrite(text, replayed));
  console.log(`变了  ${file}`);
  for (const difference of found) console.log(`      ${difference}`);
}
console.log(changed === 0 ? '所有记录都与程序现在打印的一样。' : `${changed} 份记录已改写：打开看过再提交。每次都变的值（临时端口、时刻、进程号）改成 {名字=值}，再录一次应当说「相同」。`);
