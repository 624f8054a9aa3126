// 应得的诊断：drops-empty
// 看出来的检查：one
// 想错的地方：用 `filter(Boolean)` 去掉了空行，留言到哪里为止就看不出来了。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let rest = '';
let lines = 0;
let count = 0;

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  const all = (rest + chunk).split('\n');
  rest = all.pop() ?? '';
  const parts = all.filter(Boolean);
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
