#include "model/driver/variant_fields.h"

#include <algorithm>
#include <array>

namespace quiesce {
namespace {

using Names = std::span<const std::string_view>;

/// The values of each type of field, in the order of its enumeration.
template <class T>
inline constexpr std::array<std::string_view, 0> kNames{};
template <>
inline constexpr std::array<std::string_view, 2> kNames<bool>{"no", "yes"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<CoherencySource>{"firmware", "idr-0cohacc"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<TwoLevelWithoutFeature>{"sets-feature",
                                                                                "tosses"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<LinearClearsTwoLevel>{"before-checks",
                                                                              "on-success"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<L1CountBound>{"none", "after-shift",
                                                                      "before-shift"};
template <>
inline constexpr std::array<std::string_view, 4> kNames<LinearCap>{"none", "sid-bits", "own-format",
                                                                   "sid-bits-and-own"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<OverlapTest>{"none", "system-ram",
                                                                     "system-ram-and-mmio"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<EmptyL1>{"span-or-pointer-zero",
                                                                 "span-zero"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<L2Mapping>{"at-adopt", "at-insert"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<StreamUnwind>{"all-listed",
                                                                      "only-inserted"};
template <>
inline constexpr std::array<std::string_view, 5> kNames<Deferral>{
    "any-valid", "any-valid-not-abort", "config-without-valid", "config-mask-short", "never"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<DeferralOver>{"any-stream", "all-streams",
                                                                      "first-stream"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<RmrBypass>{"always", "not-adopted",
                                                                   "not-in-kdump"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<AsidSpace>{"global", "per-smmu"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<BadScanEntry>{"toss", "skip", "skip-cd"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<OnInsertFailure>{"rejects-device",
                                                                         "disables-smmu"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<IdLimit>{"exact", "one-too-many",
                                                                 "one-too-few"};
template <>
inline constexpr std::array<std::string_view, 4> kNames<ScanRollback>{"own-maps", "this-scan",
                                                                      "everything", "nothing"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<AdoptTestAt>{"if-smmuen", "before-read-cr0",
                                                                     "after-read-cr0"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<RetainedCr0>{"smmuen", "smmuen-atschk",
                                                                     "all-but-queue-enables"};
template <>
inline constexpr std::array<std::string_view, 6> kNames<GerrorAck>{
    "never", "in-kdump", "only-adopted", "before-queues-off", "active-bits", "without-sfm"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<OutputQueues>{"enabled-then-dropped",
                                                                      "not-programmed", "absent"};
template <>
inline constexpr std::array<std::string_view, 5> kNames<QueueIrqs>{
    "drain", "guarded-handled", "guarded-none", "not-requested", "skip-absent-queues"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<OnToss>{"probe-fails", "full-reset"};
template <>
inline constexpr std::array<std::string_view, 2> kNames<TableOwner>{"devres-each", "one-action"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<CleanupArm>{"format", "strtab-base-cfg",
                                                                    "two-level-bit"};
template <>
inline constexpr std::array<std::string_view, 3> kNames<TwoLevelRestore>{"never", "after-cleanup",
                                                                         "before-cleanup"};

template <class T>
T TypeOfMember(T Variant::*);

/// The field behind a pointer to member, under its own name.
template <auto kMember>
constexpr VariantField Field(std::string_view name) {
  using T = decltype(TypeOfMember(kMember));
  return {name, Names(kNames<T>),
          [](const Variant& v) { return static_cast<unsigned>(v.*kMember); },
          [](Variant& v, unsigned value) { v.*kMember = static_cast<T>(value); }};
}

constexpr std::array kFields = {
    Field<&Variant::adopts>("adopts"),
    Field<&Variant::gate_needs_smmuen>("gate_needs_smmuen"),
    Field<&Variant::gate_needs_coherency>("gate_needs_coherency"),
    Field<&Variant::coherency_source>("coherency_source"),
    Field<&Variant::gate_needs_no_sfm>("gate_needs_no_sfm"),
    Field<&Variant::checks_cr1>("checks_cr1"),
    Field<&Variant::checks_cr2>("checks_cr2"),
    Field<&Variant::two_level_without_feature>("two_level_without_feature"),
    Field<&Variant::linear_clears_two_level>("linear_clears_two_level"),
    Field<&Variant::two_level_log2size_within_sid_bits>("two_level_log2size_within_sid_bits"),
    Field<&Variant::two_level_split_is_8>("two_level_split_is_8"),
    Field<&Variant::two_level_log2size_covers_split>("two_level_log2size_covers_split"),
    Field<&Variant::l1_count_bound>("l1_count_bound"),
    Field<&Variant::l1_base_aligned>("l1_base_aligned"),
    Field<&Variant::linear_cap>("linear_cap"),
    Field<&Variant::linear_base_aligned>("linear_base_aligned"),
    Field<&Variant::overlap>("overlap"),
    Field<&Variant::base_is_dma_address>("base_is_dma_address"),
    Field<&Variant::tables_within_oas>("tables_within_oas"),
    Field<&Variant::table_registers_read_once>("table_registers_read_once"),
    Field<&Variant::empty_l1>("empty_l1"),
    Field<&Variant::l1_span_is_9>("l1_span_is_9"),
    Field<&Variant::l1_pointer_not_zero>("l1_pointer_not_zero"),
    Field<&Variant::l1_pointer_aligned>("l1_pointer_aligned"),
    Field<&Variant::l2_mapping>("l2_mapping"),
    Field<&Variant::insert_retests_span>("insert_retests_span"),
    Field<&Variant::insert_retests_pointer>("insert_retests_pointer"),
    Field<&Variant::insert_reads_l1_once>("insert_reads_l1_once"),
    Field<&Variant::l2_pointers_distinct>("l2_pointers_distinct"),
    Field<&Variant::l2_outside_l1>("l2_outside_l1"),
    Field<&Variant::l2_visible_before_l1>("l2_visible_before_l1"),
    Field<&Variant::announces_fresh_l2>("announces_fresh_l2"),
    Field<&Variant::stream_unwind>("stream_unwind"),
    Field<&Variant::on_insert_failure>("on_insert_failure"),
    Field<&Variant::deferral>("deferral"),
    Field<&Variant::deferral_over>("deferral_over"),
    Field<&Variant::identity_use_attaches>("identity_use_attaches"),
    Field<&Variant::identity_defers>("identity_defers"),
    Field<&Variant::pasid_at_probe>("pasid_at_probe"),
    Field<&Variant::terminates_stalls>("terminates_stalls"),
    Field<&Variant::updates_hitless>("updates_hitless"),
    Field<&Variant::invalidates_cds>("invalidates_cds"),
    Field<&Variant::rmr_bypass>("rmr_bypass"),
    Field<&Variant::reserves_ids>("reserves_ids"),
    Field<&Variant::reserves_asids>("reserves_asids"),
    Field<&Variant::asid_space>("asid_space"),
    Field<&Variant::cd2l_feature_required>("cd2l_feature_required"),
    Field<&Variant::cd_table_aligned>("cd_table_aligned"),
    Field<&Variant::cd_leaf_not_zero>("cd_leaf_not_zero"),
    Field<&Variant::cd_leaf_aligned>("cd_leaf_aligned"),
    Field<&Variant::bad_scan_entry>("bad_scan_entry"),
    Field<&Variant::scan_id_limit>("scan_id_limit"),
    Field<&Variant::scan_cd_v_is_bit_31>("scan_cd_v_is_bit_31"),
    Field<&Variant::scan_asid_is_63_48>("scan_asid_is_63_48"),
    Field<&Variant::scan_whole_cd_table>("scan_whole_cd_table"),
    Field<&Variant::scan_reads_ste_once>("scan_reads_ste_once"),
    Field<&Variant::s1fmt_needs_substreams>("s1fmt_needs_substreams"),
    Field<&Variant::scan_unmaps_on_error>("scan_unmaps_on_error"),
    Field<&Variant::scan_rollback>("scan_rollback"),
    Field<&Variant::id_maps_before_scan>("id_maps_before_scan"),
    Field<&Variant::adopt_test_at>("adopt_test_at"),
    Field<&Variant::retained_cr0>("retained_cr0"),
    Field<&Variant::forces_atschk>("forces_atschk"),
    Field<&Variant::adopt_drops_smmuen>("adopt_drops_smmuen"),
    Field<&Variant::adopt_writes_gbpa>("adopt_writes_gbpa"),
    Field<&Variant::adopt_writes_cr1>("adopt_writes_cr1"),
    Field<&Variant::adopt_writes_cr2>("adopt_writes_cr2"),
    Field<&Variant::adopt_writes_strtab>("adopt_writes_strtab"),
    Field<&Variant::gerror_ack>("gerror_ack"),
    Field<&Variant::invalidates_config>("invalidates_config"),
    Field<&Variant::invalidates_tlbs>("invalidates_tlbs"),
    Field<&Variant::aborts_before_disable>("aborts_before_disable"),
    Field<&Variant::output_queues>("output_queues"),
    Field<&Variant::queue_irqs>("queue_irqs"),
    Field<&Variant::only_gerror_irq>("only_gerror_irq"),
    Field<&Variant::clears_masked_priq_msi>("clears_masked_priq_msi"),
    Field<&Variant::on_toss>("on_toss"),
    Field<&Variant::missing_feature_clears_option>("missing_feature_clears_option"),
    Field<&Variant::map_failure_detected>("map_failure_detected"),
    Field<&Variant::toss_gives_back>("toss_gives_back"),
    Field<&Variant::toss_zeroes_config>("toss_zeroes_config"),
    Field<&Variant::toss_clears_option>("toss_clears_option"),
    Field<&Variant::table_owner>("table_owner"),
    Field<&Variant::cleanup_arm>("cleanup_arm"),
    Field<&Variant::two_level_restore>("two_level_restore"),
    Field<&Variant::cleanup_runs_twice>("cleanup_runs_twice"),
    Field<&Variant::cleanup_unmaps_l2>("cleanup_unmaps_l2"),
    Field<&Variant::id_maps_in_devres>("id_maps_in_devres"),
};

}  // namespace

std::span<const VariantField> VariantFields() { return kFields; }

const VariantField* FindVariantField(std::string_view name) {
  const auto found = std::find_if(kFields.begin(), kFields.end(),
                                  [&](const VariantField& f) { return f.name == name; });
  return found == kFields.end() ? nullptr : &*found;
}

bool SetByName(const VariantField& field, std::string_view value, Variant& variant) {
  const auto found = std::find(field.values.begin(), field.values.end(), value);
  if (found == field.values.end()) return false;
  field.set(variant, static_cast<unsigned>(found - field.values.begin()));
  return true;
}

std::vector<FieldDifference> Diff(const Variant& a, const Variant& b) {
  std::vector<FieldDifference> differences;
  for (const VariantField& f : kFields) {
    if (f.get(a) != f.get(b)) differences.push_back({f.name, f.ValueIn(a), f.ValueIn(b)});
  }
  return differences;
}

}  // namespace quiesce
