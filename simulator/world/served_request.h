// A Request of a command on its way: found, numbered, run in two pieces, told as an event. Part of the room's
// inside.
//
// Ownership: refers to the moment and the stage, which must outlive it; owns the connection where it opened
// one. Threads: none shared.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "simulator/world/request.h"
#include "simulator/world/step.h"

namespace simulator::world {

/// Numbers in place of {write} begin after this one: six digits, so that they are told from the small numbers
/// that data is full of.
inline constexpr std::int64_t writes_begin_after = 710'000;

[[nodiscard]] const AppVersion* find_version(const WorldStart& start, std::string_view name);
/// world.unknown-node.
[[nodiscard]] base::Error unknown_node(const Moment& moment, std::string_view name);
[[nodiscard]] Event on_node(EventKind kind, const AppNodeView& node, std::string text);
/// A request came and no node was there.
[[nodiscard]] Event nobody_serves(Moment& moment);

class ServedRequest {
 public:
  /// Codes: world.unknown-node, world.node-down, world.unknown-query. On an error nothing happened.
  [[nodiscard]] static base::Result<ServedRequest> make(const Request& request, Moment& moment, Stage& stage);

  [[nodiscard]] const std::string& environment() const { return event_.environment; }
  void begin(Connection& connection);
  /// What it began on is gone.
  void lose_connection() { begun_on_ = nullptr; }
  void finish(Connection& connection);
  [[nodiscard]] Event event(bool in_flight);

 private:
  ServedRequest(Stage& stage, const AppQuery& query, Event event)
      : stage_(&stage), query_(&query), event_(std::move(event)) {}

  Stage* stage_;
  const AppQuery* query_;
  Event event_;
  Connection* begun_on_ = nullptr;
  std::unique_ptr<RequestRun> run_;
};

/// A request that begins before something happens on the environment and ends after it. Its connection is
/// open from the beginning to the end.
class InFlight {
 public:
  /// Begins it; without a request nothing happens here and in finish(). Codes: those of ServedRequest::make,
  /// world.bad-command for a request to another environment, sqlite.*.
  [[nodiscard]] static base::Result<InFlight> begin(const std::optional<Request>& request,
                                                    const std::string& environment, Moment& moment,
                                                    Stage& stage);

  [[nodiscard]] bool empty() const { return request_ == nullptr; }
  /// The database goes away below it.
  void lose_connection();
  /// Ends it, on a new connection where the first was lost, closes the connection and adds the event.
  [[nodiscard]] base::Result<void> finish(std::vector<Event>& events, Stage& stage);

 private:
  std::unique_ptr<ServedRequest> request_;
  std::unique_ptr<Connection> connection_;
};

}  // namespace simulator::world
