// 练习 01-udp/3 的一份答案。
//
// 这个套接字没有和谁连着，「客户端」只是信封上的两样东西：地址和端口。
// 两样拼成一把钥匙，中间要有分隔，不然 127.0.0.1 的 12345 和 127.0.0.11 的 2345 会是同一把。
import { createSocket } from 'node:dgram';

const port = Number(process.argv[2] ?? 12000);
const counts = new Map<string, number>();
const socket = createSocket('udp4');
socket.on('error', (error) => console.error(`套接字出错：${error.message}`));

socket.on('message', (_message, client) => {
  const who = `${client.address}:${client.port}`;
  const count = (counts.get(who) ?? 0) + 1;
  // 先记下，再应答。等应答寄出了才记，下一个报文也许已经来过，看到的还是旧的数。
  counts.set(who, count);
  socket.send(String(count), client.port, client.address, (error) => {
    if (error) console.error(`给 ${who} 的应答寄不出去：${error.message}`);
  });
});

// UDP 没有「离开」：客户端不再来，它的数也一直留在 counts 里。
// 真的服务端要给久不来的人定一个期限，不然陌生人换着端口寄信，就能撑满它的内存。
socket.bind(port, '127.0.0.1', () => {
  console.log(`已绑定 127.0.0.1:${socket.address().port}`);
});
