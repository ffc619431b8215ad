// The yes/no fields of Variant by name, so that text can name a variant with one choice changed.
#pragma once

#include <array>
#include <string_view>

#include "model/driver/variant.h"

namespace quiesce {

struct VariantFlag {
  std::string_view name;  ///< the field's own
  bool Variant::*field;
};

inline constexpr std::array kVariantFlags = {
    VariantFlag{"adopts", &Variant::adopts},
    VariantFlag{"gate_needs_smmuen", &Variant::gate_needs_smmuen},
    VariantFlag{"gate_needs_coherency", &Variant::gate_needs_coherency},
    VariantFlag{"gate_needs_no_sfm", &Variant::gate_needs_no_sfm},
    VariantFlag{"two_level_log2size_within_sid_bits", &Variant::two_level_log2size_within_sid_bits},
    VariantFlag{"two_level_split_is_8", &Variant::two_level_split_is_8},
    VariantFlag{"two_level_log2size_covers_split", &Variant::two_level_log2size_covers_split},
    VariantFlag{"l1_base_aligned", &Variant::l1_base_aligned},
    VariantFlag{"linear_base_aligned", &Variant::linear_base_aligned},
    VariantFlag{"base_is_dma_address", &Variant::base_is_dma_address},
    VariantFlag{"l1_span_is_9", &Variant::l1_span_is_9},
    VariantFlag{"l1_pointer_not_zero", &Variant::l1_pointer_not_zero},
    VariantFlag{"l1_pointer_aligned", &Variant::l1_pointer_aligned},
    VariantFlag{"insert_retests_span", &Variant::insert_retests_span},
    VariantFlag{"insert_retests_pointer", &Variant::insert_retests_pointer},
    VariantFlag{"reserves_ids", &Variant::reserves_ids},
    VariantFlag{"cd2l_feature_required", &Variant::cd2l_feature_required},
    VariantFlag{"cd_table_aligned", &Variant::cd_table_aligned},
    VariantFlag{"cd_leaf_not_zero", &Variant::cd_leaf_not_zero},
    VariantFlag{"cd_leaf_aligned", &Variant::cd_leaf_aligned},
    VariantFlag{"forces_atschk", &Variant::forces_atschk},
    VariantFlag{"enables_output_queues", &Variant::enables_output_queues},
};

/// By exact name, or nullptr.
constexpr const VariantFlag* FindVariantFlag(std::string_view name) {
  for (const VariantFlag& f : kVariantFlags) {
    if (f.name == name) return &f;
  }
  return nullptr;
}

}  // namespace quiesce
