// 应得的诊断：half-at-the-end
// 看出来的检查：half
// 想错的地方：把剩下的半个字也当作一个字显示了。
import { connect } from 'node:net';
import { StringDecoder } from 'node:string_decoder';

const port = Number(process.argv[2] ?? 12000);
const socket = connect(port, '127.0.0.1');
const decoder = new StringDecoder('utf8');

socket.on('data', (chunk) => {
  for (const character of decoder.write(chunk)) console.log(`字：${character}`);
});

socket.on('end', () => {
  for (const character of decoder.end()) console.log(`字：${character}`);
});

socket.on('error', (error) => {
  console.error(`连接出错：${error.message}`);
  process.exitCode = 1;
});
