"""How the web app is served: everything is read once, then the workers fork."""

import multiprocessing
import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
preload_app = True
worker_class = "gthread"
# Pages are work for a processor, not waiting: one thread a process, and one process more than processors,
# so that nobody waits for somebody else's page inside a process.
workers = int(os.environ.get("WEB_CONCURRENCY", str(min(multiprocessing.cpu_count(), 8) + 1)))
threads = int(os.environ.get("WEB_THREADS", "1"))
timeout = 30
graceful_timeout = 20
keepalive = 5
# Addresses only, and those that carry a code are cut: nothing personal reaches a log.
accesslog = None
errorlog = "-"
loglevel = "warning"
