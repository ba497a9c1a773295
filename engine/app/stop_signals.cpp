#include "engine/app/stop_signals.h"

#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace engine::app {
namespace {

sigset_t stopping_signals() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    if (sigaction(signal, nullptr, &now) == 0 && now.sa_handler != SIG_IGN) sigaddset(&set, signal);
  }
  return set;
}

}  // namespace

StopSignals::StopSignals() {
  const sigset_t set = stopping_signals();
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
  end_ = ::eventfd(0, EFD_CLOEXEC);
  if (signals_ < 0 || end_ < 0) return;
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  waiting_ = std::thread([this] { wait(); });
}

StopSignals::~StopSignals() {
  if (waiting_.joinable()) {
    ::eventfd_write(end_, 1);
    waiting_.join();
    const sigset_t set = stopping_signals();
    pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  }
  if (signals_ >= 0) ::close(signals_);
  if (end_ >= 0) ::close(end_);
}

void StopSignals::wait() {
  pollfd watched[] = {{signals_, POLLIN, 0}, {end_, POLLIN, 0}};
  while (::poll(watched, 2, -1) < 0 && errno == EINTR) {
  }
  if ((watched[0].revents & POLLIN) == 0) return;
  signalfd_siginfo first{};
  if (::read(signals_, &first, sizeof first) != sizeof first) return;
  stop_.request_stop();
  // From here on a signal finds this thread, and ends the process.
  const sigset_t set = stopping_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
  pollfd end{end_, POLLIN, 0};
  while (::poll(&end, 1, -1) < 0 && errno == EINTR) {
  }
}

}  // namespace engine::app
