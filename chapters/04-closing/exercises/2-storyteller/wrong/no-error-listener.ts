// 应得的诊断：crashed
// 看出来的检查：cut
// 想错的地方：没有听 error，电线一断程序就崩溃。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let text = '';

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  text += chunk;
});

socket.on('close', () => {
  const lines = text.split('\n').slice(0, -1);
  const last = lines.indexOf('（完）');
  if (last >= 0) {
    console.log(`听完了，一共 ${last} 行`);
    return;
  }
  console.log('没有听完');
  process.exitCode = 1;
});
