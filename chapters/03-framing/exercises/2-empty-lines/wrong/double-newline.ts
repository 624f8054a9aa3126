// 应得的诊断：zero-lines
// 看出来的检查：zero
// 想错的地方：按两个连着的换行来切，一行也没有的留言切不出来。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let rest = '';
let count = 0;

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  const parts = (rest + chunk).split('\n\n');
  rest = parts.pop() ?? '';
  for (const note of parts) {
    count += 1;
    console.log(`第 ${count} 条：${note.split('\n').length} 行`);
  }
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
