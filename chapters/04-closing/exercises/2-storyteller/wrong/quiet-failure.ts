// 应得的诊断：wrong-exit-code
// 看出来的检查：hung-up
// 想错的地方：没有听完，退出码还是 0。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let text = '';

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  text += chunk;
});

socket.on('error', (error) => console.error(`连接出错：${error.message}`));

socket.on('close', () => {
  const lines = text.split('\n').slice(0, -1);
  const last = lines.indexOf('（完）');
  if (last >= 0) {
    console.log(`听完了，一共 ${last} 行`);
    return;
  }
  console.log('没有听完');
});
