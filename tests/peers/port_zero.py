"""发一个源端口是 0 的 UDP 报文（RFC 768：源端口可以不留，写 0）。

用法：python3 port_zero.py 目的端口
普通的套接字做不到，要用原始套接字自己写 UDP 首部；没有权限就以 77 结束。
"""
import struct
import sys
from socket import AF_INET, IPPROTO_UDP, SOCK_RAW, socket

content = b'no way back'
# 首部四个字段：源端口、目的端口、总长、校验和；IPv4 上校验和写 0 表示不校验。
header = struct.pack('!HHHH', 0, int(sys.argv[1]), 8 + len(content), 0)
try:
    raw_socket = socket(AF_INET, SOCK_RAW, IPPROTO_UDP)
except PermissionError:
    sys.exit(77)
raw_socket.sendto(header + content, ('127.0.0.1', 0))
