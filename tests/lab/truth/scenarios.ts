/**
 * 抓包的场景：两个小程序，真的内核上跑，实验室里也跑，比较走过的报文。
 *
 * 客户端在 10.0.0.1，服务端在 10.0.0.2，单程 20 毫秒。程序里的 `ready()` 表示服务端准备好了。
 */
export interface Drop {
  from: 'a' | 'b';
  flags: string;
  data: boolean;
  count: number;
}

export interface Scenario {
  name: string;
  title: string;
  protocol: 'tcp' | 'udp';
  server?: string;
  client: string;
  drop?: Drop;
}

const net = `import net from 'node:net'; import { setTimeout as sleep } from 'node:timers/promises'; const ready = () => console.log('ready');\n`;
const udp = `import dgram from 'node:dgram'; import { setTimeout as sleep } from 'node:timers/promises'; const ready = () => console.log('ready');\n`;
const listen = `server.listen(9000, '10.0.0.2', ready);`;
const connect = `const socket = net.connect(9000, '10.0.0.2'); socket.on('error', () => {});`;
/** 大写应答的服务端，对方结束就停。 */
const upper = `${net}const server = net.createServer((socket) => { socket.on('data', (data) => socket.write(data.toString().toUpperCase())); socket.on('end', () => server.close()); }); ${listen}`;
/** 只收不答的服务端。 */
const sink = `${net}const server = net.createServer((socket) => { socket.resume(); socket.on('error', () => {}); socket.on('close', () => server.close()); }); ${listen}`;

export const scenarios: Scenario[] = [
  {
    name: 'echo',
    title: '三问三答，客户端先关',
    protocol: 'tcp',
    server: upper,
    client: `${net}${connect} let count = 0; socket.on('data', async () => { await sleep(150); count += 1; if (count < 3) socket.write('m' + count); else socket.end(); }); socket.write('hello');`,
  },
  { name: 'refused', title: '没有人监听', protocol: 'tcp', client: `${net}${connect}` },
  {
    name: 'server-ends',
    title: '服务端接受以后说一句就关',
    protocol: 'tcp',
    server: `${net}const server = net.createServer((socket) => { socket.end('bye'); server.close(); }); ${listen}`,
    client: `${net}${connect} socket.resume();`,
  },
  {
    name: 'reset',
    title: '客户端用 RST 断开',
    protocol: 'tcp',
    server: sink,
    client: `${net}${connect} socket.on('connect', async () => { await sleep(150); socket.resetAndDestroy(); });`,
  },
  {
    name: 'half-close',
    title: '客户端先关发送方向，服务端随后才答',
    protocol: 'tcp',
    server: `${net}const server = net.createServer({ allowHalfOpen: true }, (socket) => { socket.resume(); socket.on('end', async () => { await sleep(200); socket.end('late'); server.close(); }); }); ${listen}`,
    client: `${net}${connect} socket.on('connect', () => socket.end('q')); socket.resume();`,
  },
  {
    name: 'unread-destroy',
    title: '服务端有数据没读就关：RST',
    protocol: 'tcp',
    server: `${net}const server = net.createServer({ pauseOnConnect: true }, async (socket) => { socket.on('error', () => {}); await sleep(250); socket.destroy(); server.close(); }); ${listen}`,
    client: `${net}${connect} socket.on('connect', () => socket.write('unread')); socket.resume();`,
  },
  {
    name: 'write-after-close',
    title: '对方关了套接字以后还写：RST',
    protocol: 'tcp',
    server: `${net}const server = net.createServer(async (socket) => { socket.on('error', () => {}); await sleep(100); socket.destroy(); server.close(); }); ${listen}`,
    client: `${net}const socket = net.connect({ port: 9000, host: '10.0.0.2', allowHalfOpen: true }); socket.on('error', () => {}); socket.resume(); await sleep(400); socket.write('a'); await sleep(200); socket.destroy();`,
  },
  {
    name: 'nagle',
    title: '连写三次一个字节：Nagle 把后两个攒在一起',
    protocol: 'tcp',
    server: sink,
    client: `${net}${connect} socket.on('connect', async () => { await sleep(150); socket.write('1'); socket.write('2'); socket.write('3'); await sleep(300); socket.end(); });`,
  },
  {
    name: 'no-delay',
    title: '关掉 Nagle，一次写一个报文段',
    protocol: 'tcp',
    server: sink,
    client: `${net}${connect} socket.setNoDelay(true); socket.on('connect', async () => { await sleep(150); socket.write('1'); socket.write('2'); socket.write('3'); await sleep(300); socket.end(); });`,
  },
  {
    name: 'ten-kilobytes',
    title: '一次写 10000 字节：切成 MSS 大小',
    protocol: 'tcp',
    server: sink,
    client: `${net}${connect} socket.on('connect', () => socket.end(Buffer.alloc(10000, 97)));`,
  },
  {
    name: 'idle-timeout',
    title: '空闲超时，客户端 destroy',
    protocol: 'tcp',
    server: sink,
    client: `${net}${connect} socket.setTimeout(200, () => socket.destroy());`,
  },
  {
    name: 'server-first',
    title: '服务端先说话，客户端听完先关',
    protocol: 'tcp',
    server: `${net}const server = net.createServer(async (socket) => { socket.resume(); socket.on('end', () => server.close()); await sleep(150); socket.write('welcome'); }); ${listen}`,
    client: `${net}${connect} socket.on('data', async () => { await sleep(150); socket.end(); });`,
  },
  {
    name: 'both-close',
    title: '双方几乎同时关',
    protocol: 'tcp',
    server: `${net}const server = net.createServer(async (socket) => { socket.resume(); await sleep(200); socket.end(); server.close(); }); ${listen}`,
    client: `${net}${connect} socket.resume(); socket.on('connect', async () => { await sleep(210); socket.end(); });`,
  },
  {
    name: 'lost-syn',
    title: '第一个 SYN 丢了：一秒后重发',
    protocol: 'tcp',
    server: upper,
    client: `${net}${connect} socket.on('data', async () => { await sleep(150); socket.end(); }); socket.write('hello');`,
    drop: { from: 'a', flags: 'S', data: false, count: 1 },
  },
  {
    name: 'lost-data',
    title: '唯一带数据的报文段丢了：超时重发',
    protocol: 'tcp',
    server: upper,
    client: `${net}${connect} socket.on('data', async () => { await sleep(150); socket.end(); }); socket.on('connect', async () => { await sleep(150); socket.write('hello'); });`,
    drop: { from: 'a', flags: 'PA', data: true, count: 1 },
  },
  {
    name: 'lost-fin',
    title: '服务端的 FIN 丢了：重发',
    protocol: 'tcp',
    server: sink,
    client: `${net}${connect} socket.on('connect', async () => { await sleep(150); socket.end('bye'); });`,
    drop: { from: 'b', flags: 'FA', data: false, count: 1 },
  },
  {
    name: 'udp-echo',
    title: '一问一答',
    protocol: 'udp',
    server: `${udp}const socket = dgram.createSocket('udp4'); socket.on('message', (message, from) => socket.send(message.toString().toUpperCase(), from.port, from.address, () => socket.close())); socket.bind(9000, '10.0.0.2', ready);`,
    client: `${udp}const socket = dgram.createSocket('udp4'); socket.on('message', () => socket.close()); socket.send('hello', 9000, '10.0.0.2');`,
  },
  {
    name: 'udp-nobody',
    title: '没有人听：端口不可达，客户端不知道',
    protocol: 'udp',
    client: `${udp}const socket = dgram.createSocket('udp4'); socket.send('hello', 9000, '10.0.0.2'); await sleep(200); socket.close();`,
  },
  {
    name: 'udp-nobody-connected',
    title: '没有人听，connect 过的：再发一次就得到 ECONNREFUSED',
    protocol: 'udp',
    client: `${udp}const socket = dgram.createSocket('udp4'); socket.on('error', (error) => { console.log(error.code); socket.close(); }); socket.connect(9000, '10.0.0.2', () => socket.send('hello'));`,
  },
  {
    name: 'udp-three',
    title: '连发三个，其中一个是空的',
    protocol: 'udp',
    server: `${udp}const socket = dgram.createSocket('udp4'); let count = 0; socket.on('message', () => { count += 1; if (count === 3) socket.close(); }); socket.bind(9000, '10.0.0.2', ready);`,
    client: `${udp}const socket = dgram.createSocket('udp4'); const send = (text) => new Promise((resolve) => socket.send(text, 9000, '10.0.0.2', resolve)); await send('one'); await send(''); await send('three'); socket.close();`,
  },
  {
    name: 'udp-fragments',
    title: '3000 字节：分成三片',
    protocol: 'udp',
    server: `${udp}const socket = dgram.createSocket('udp4'); socket.on('message', (message, from) => socket.send(String(message.length), from.port, from.address, () => socket.close())); socket.bind(9000, '10.0.0.2', ready);`,
    client: `${udp}const socket = dgram.createSocket('udp4'); socket.on('message', () => socket.close()); socket.send(Buffer.alloc(3000), 9000, '10.0.0.2');`,
  },
  {
    name: 'udp-late-nobody',
    title: '服务端答了一次就关，第二次问换来端口不可达',
    protocol: 'udp',
    server: `${udp}const socket = dgram.createSocket('udp4'); socket.on('message', (message, from) => socket.send('ok', from.port, from.address, () => socket.close())); socket.bind(9000, '10.0.0.2', ready);`,
    client: `${udp}const socket = dgram.createSocket('udp4'); let count = 0; socket.on('message', async () => { await sleep(100); socket.send('again', 9000, '10.0.0.2'); await sleep(150); socket.close(); }); socket.send('first', 9000, '10.0.0.2');`,
  },
];

export const ONE_WAY_MS = 20;
