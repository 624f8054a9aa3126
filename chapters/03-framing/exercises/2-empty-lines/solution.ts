// 练习 03-framing/2 的一份答案。
//
// 空行是内容的一部分，不能滤掉；切开以后最后那个空的却不是空行，是下一行的开头，要留着。
// 一行也没有的留言，到了空行 lines 还是 0，照样打印。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let rest = '';
let lines = 0;
let count = 0;

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  const parts = (rest + chunk).split('\n');
  rest = parts.pop() ?? '';
  for (const line of parts) {
    if (line !== '') {
      lines += 1;
      continue;
    }
    count += 1;
    console.log(`第 ${count} 条：${lines} 行`);
    lines = 0;
  }
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
