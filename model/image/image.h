// What the crashed kernel left: the SMMU's registers and physical memory. Bytes, nothing else.
#pragma once

#include <array>
#include <cstdint>

#include "model/image/memory.h"
#include "spec/caps.h"
#include "spec/registers.h"

namespace quiesce {

/// The value of every register, 0 where none was given.
class RegisterImage {
 public:
  std::uint64_t Read(Reg r) const { return values_[static_cast<std::size_t>(r)]; }
  void Write(Reg r, std::uint64_t value) { values_[static_cast<std::size_t>(r)] = value; }

  /// The typed record of one register.
  template <Reg R>
  RegisterRecord<Concrete, R> Get() const {
    using Record = RegisterRecord<Concrete, R>;
    return Record(typename Record::Word(Read(R)));
  }
  template <Reg R>
  void Put(const RegisterRecord<Concrete, R>& record) {
    Write(R, record.word(0).raw());
  }

  friend bool operator==(const RegisterImage&, const RegisterImage&) = default;

 private:
  std::array<std::uint64_t, kRegCount> values_{};
};

struct Image {
  RegisterImage registers;
  SparseMemory memory;

  friend bool operator==(const Image&, const Image&) = default;
};

/// The options of the SMMU in an image.
inline Caps<Concrete> CapsOf(const RegisterImage& r) {
  return MakeCaps<Concrete>(r.Get<Reg::IDR0>(), r.Get<Reg::IDR1>(), r.Get<Reg::IDR3>(),
                            r.Get<Reg::IDR5>(), r.Get<Reg::AIDR>());
}

}  // namespace quiesce
