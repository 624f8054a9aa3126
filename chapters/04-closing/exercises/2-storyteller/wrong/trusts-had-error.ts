// 应得的诊断：trusts-fin
// 看出来的检查：hung-up
// 想错的地方：close 的参数是 false，就当作讲完了。
import { connect } from 'node:net';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
let text = '';

socket.setEncoding('utf8');
socket.on('data', (chunk: string) => {
  text += chunk;
});

socket.on('error', (error) => console.error(`连接出错：${error.message}`));

socket.on('close', (hadError) => {
  const lines = text.split('\n').slice(0, -1);
  const last = lines.indexOf('（完）');
  if (!hadError) {
    console.log(`听完了，一共 ${last < 0 ? lines.length : last} 行`);
    return;
  }
  console.log('没有听完');
  process.exitCode = 1;
});
