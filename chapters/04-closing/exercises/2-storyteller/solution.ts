// 练习 04-closing/2 的一份答案。
//
// 怎样断的不看，只看收到了什么：有没有整整一行（完）。FIN、RST、还是把 RST 说成 'end' 的
// Node 20，都在 'close' 汇到一处，所以只判断一次。末尾没有换行的半行不是一行，切开以后扔掉。
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
  process.exitCode = 1;
});
