# 教科书的 pinger：一次一个，等一秒，来什么收什么。
# 运行：python3 chapters/05-pinger/steps/0-note/client.py [端口]
import sys
import time
from socket import AF_INET, SOCK_DGRAM, socket

port = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
pinger = socket(AF_INET, SOCK_DGRAM)
pinger.settimeout(1)

for number in range(1, 11):
    sent_at = time.time()
    pinger.sendto(f'ping {number} {sent_at:.6f}'.encode(), ('127.0.0.1', port))
    try:
        answer, _ = pinger.recvfrom(2048)
    except TimeoutError:
        print(f'第 {number} 个：超时')
    else:
        rtt_ms = (time.time() - sent_at) * 1000
        print(f'第 {number} 个：往返 {rtt_ms:.3f} 毫秒，应答是「{answer.decode()}」')
pinger.close()
