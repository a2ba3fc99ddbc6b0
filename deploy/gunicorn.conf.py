"""The web server's settings, for ./run and for systemd alike. gunicorn reads this file by itself.

Two processes of eight threads each answer from two cores; more cores, more processes (WEB_CONCURRENCY).
A slow client holds a thread, so a real host has nginx in front (deploy/nginx.conf).
"""

import os

workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = int(os.environ.get("WEB_THREADS", "8"))

# Longer than nginx keeps an idle connection (60 s): the side that opened it also closes it.
keepalive = 75
timeout = 30
graceful_timeout = 30

# A request's size is judged by the app; the head's size by the server.
limit_request_line = 4094
limit_request_fields = 50

# The heartbeat file in memory: on a disk it can stall a worker for as long as the disk does.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
# No control socket: the service needs no writable home, and nothing else may steer it.
control_socket_disable = True

# The app writes one line a request itself; here only what goes wrong.
accesslog = None
loglevel = "warning"
