#include "shrinkers/scenario.h"

#include <functional>
#include <utility>

namespace quiesce {
namespace {

/// Adds the scenario with one part of it changed by `edit`.
template <class Edit>
void Add(const Scenario& s, std::vector<Scenario>& out, Edit edit) {
  Scenario smaller = s;
  edit(smaller);
  out.push_back(std::move(smaller));
}

/// Adds, for the list that `list` finds in a scenario, each scenario without one element.
template <class List>
void AddDrops(const Scenario& s, std::vector<Scenario>& out, List list) {
  const std::size_t count = list(s).size();
  for (std::size_t i = 0; i < count; ++i) {
    Add(s, out, [&](Scenario& t) {
      auto& elements = list(t);
      elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(i));
    });
  }
}

void AddHalves(const Scenario& s, std::vector<Scenario>& out) {
  const auto half = static_cast<std::ptrdiff_t>(s.streams.size() / 2);
  if (half < 2) return;
  Add(s, out, [&](Scenario& t) { t.streams.erase(t.streams.begin(), t.streams.begin() + half); });
  Add(s, out, [&](Scenario& t) { t.streams.erase(t.streams.begin() + half, t.streams.end()); });
}

void AddStreamDrops(const Scenario& s, std::size_t i, std::vector<Scenario>& out) {
  AddDrops(
      s, out, [i](auto& t) -> auto& { return t.streams[i].substreams; });
  AddDrops(
      s, out, [i](auto& t) -> auto& { return t.streams[i].stage2.mappings; });
  for (std::size_t j = 0; j < s.streams[i].substreams.size(); ++j) {
    AddDrops(
        s, out, [ i, j ](auto& t) -> auto& { return t.streams[i].substreams[j].table.mappings; });
  }
}

/// Calls visit(path) for each field that has a default, where path(scenario) finds the field.
template <class Visit>
void ForEachSmmuField(Visit visit) {
  using O = SmmuOptions;
  visit(
      [](auto& s) -> auto& { return s.smmu; }, &O::arch_minor, &O::sid_bits, &O::ssid_bits, &O::oas,
      &O::stage1, &O::stage2, &O::two_level_strtab, &O::two_level_cdtab, &O::coherent, &O::hyp,
      &O::ats, &O::asid16, &O::vmid16, &O::granule16, &O::stall_model);
}

template <class Visit>
void ForEachControlField(Visit visit) {
  using C = Control;
  visit(
      [](auto& s) -> auto& { return s.control; }, &C::smmuen, &C::eventqen, &C::cmdqen, &C::priqen,
      &C::atschk, &C::vmw, &C::e2h, &C::recinvsid, &C::gbpa_abort, &C::gerror, &C::gerrorn);
}

template <class Visit>
void ForEachTableField(Visit visit) {
  using T = StreamTable;
  visit(
      [](auto& s) -> auto& { return s.stream_table; }, &T::format, &T::log2size, &T::split,
      &T::unused);
  visit(
      [](auto& s) -> auto& { return s; }, &Scenario::table_base);
}

template <class Visit>
void ForEachStreamField(std::size_t i, Visit visit) {
  using S = Stream;
  visit(
      [i](auto& s) -> auto& { return s.streams[i]; }, &S::cd_format, &S::s1cdmax, &S::s1dss,
      &S::el2, &S::vmid);
  using P = PageTable;
  visit(
      [i](auto& s) -> auto& { return s.streams[i].stage2; }, &P::granule, &P::txsz);
}

template <class Visit>
void ForEachSubstreamField(std::size_t i, std::size_t j, Visit visit) {
  visit(
      [=](auto& s) -> auto& { return s.streams[i].substreams[j]; }, &Substream::asid);
  using P = PageTable;
  visit(
      [=](auto& s) -> auto& { return s.streams[i].substreams[j].table; }, &P::granule, &P::txsz);
}

template <class Visit>
void ForEachField(const Scenario& s, Visit visit) {
  ForEachTableField(visit);
  for (std::size_t i = 0; i < s.streams.size(); ++i) {
    ForEachStreamField(i, visit);
    for (std::size_t j = 0; j < s.streams[i].substreams.size(); ++j) {
      ForEachSubstreamField(i, j, visit);
    }
  }
  ForEachControlField(visit);
  ForEachSmmuField(visit);
}

/// Adds the scenario with each field that is not at its default set to it.
void AddResets(const Scenario& s, std::vector<Scenario>& out) {
  ForEachField(s, [&](auto part, auto... fields) {
    using Part = std::remove_cvref_t<decltype(part(s))>;
    static const Part kDefault{};
    const Part& now = part(s);
    const auto reset = [&](auto field) {
      if (now.*field == kDefault.*field) return;
      Add(s, out, [&](Scenario& t) { part(t).*field = kDefault.*field; });
    };
    (reset(fields), ...);
  });
}

std::size_t FieldsSet(const Scenario& s) {
  std::size_t set = 0;
  ForEachField(s, [&](auto part, auto... fields) {
    using Part = std::remove_cvref_t<decltype(part(s))>;
    static const Part kDefault{};
    const Part& now = part(s);
    set += (std::size_t{now.*fields != kDefault.*fields} + ...);
  });
  return set;
}

}  // namespace

std::vector<Scenario> SmallerScenarios(const Scenario& s) {
  std::vector<Scenario> out;
  AddHalves(s, out);
  AddDrops(
      s, out, [](auto& t) -> auto& { return t.streams; });
  AddDrops(
      s, out, [](auto& t) -> auto& { return t.corruptions; });
  for (std::size_t i = 0; i < s.streams.size(); ++i) AddStreamDrops(s, i, out);
  AddResets(s, out);
  return out;
}

std::size_t CutsLeft(const Scenario& s) {
  std::size_t parts = s.streams.size() + s.corruptions.size() + FieldsSet(s);
  for (const Stream& stream : s.streams) {
    parts += stream.substreams.size() + stream.stage2.mappings.size();
    for (const Substream& sub : stream.substreams) parts += sub.table.mappings.size();
  }
  return parts;
}

}  // namespace quiesce
