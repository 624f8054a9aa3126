"""监听，却从不接受；先把自己的队伍占满，后来的 SYN 就没有人理。Linux。

用法：python3 full_queue.py
第一行打印端口；然后一直等着被结束。
"""
import sys
from socket import AF_INET, SOCK_STREAM, socket

server_socket = socket(AF_INET, SOCK_STREAM)
server_socket.bind(('127.0.0.1', 0))
server_socket.listen(0)
port = server_socket.getsockname()[1]

# listen(0) 的队伍里装得下一个；再来的，三次握手做不完。
waiting = socket(AF_INET, SOCK_STREAM)
waiting.connect(('127.0.0.1', port))
print('The queue is full on port', port, flush=True)
sys.stdin.read()
