// What SQLite is told once in a process, before it does anything else: not to count the memory it uses. The
// count is behind a lock that every allocation takes, also those of connections that share nothing: it costs
// one thread a tenth of its time and keeps a second from helping. What a learner may use, the VFS's quota and
// the Sandbox's limits bound.
//
// Threads: any. A process that used SQLite before keeps the count; nothing else changes.
#pragma once

namespace simulator::sql {

/// Database::open and MemoryVfs call it.
void set_up_sqlite();

}  // namespace simulator::sql
