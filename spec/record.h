// Typed access to the words of a described format, in either word domain:
//
//   Bits<D, 3> config = Get<"Config">(ste);
//   Bool<D> valid = Is<"V">(ste);
//   Bits<D, 64> cd = Addr<"S1ContextPtr">(ste);      // address bits in place
//   ste = With<"Config">(ste, 5);
//
// A misspelt field name does not compile, and the width of the result is the width of the field.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "spec/format.h"
#include "spec/word/concrete.h"
#include "spec/word/word.h"

namespace quiesce {

/// A string literal as a template argument.
template <std::size_t N>
struct FieldName {
  char text[N];
  consteval FieldName(const char (&s)[N]) {  // NOLINT(google-explicit-constructor)
    for (std::size_t i = 0; i < N; ++i) text[i] = s[i];
  }
  constexpr std::string_view view() const { return {text, N - 1}; }
};

/// The words of one structure or register, described by Format.
template <class D, const FormatSpec& Format>
class Record {
 public:
  static constexpr unsigned kWordBits = Format.bits == 32 ? 32 : 64;
  static constexpr unsigned kWords = Format.bits == 32 ? 1 : Format.bits / 64;
  static constexpr const FormatSpec& kFormat = Format;
  using Domain = D;
  using Word = Bits<D, kWordBits>;

  constexpr Record() = default;  ///< all zero
  constexpr explicit Record(std::array<Word, kWords> words) : words_(std::move(words)) {}
  constexpr explicit Record(Word word) requires(kWords == 1) : words_{std::move(word)} {}

  constexpr const Word& word(std::size_t i) const { return words_[i]; }
  constexpr Word& word(std::size_t i) { return words_[i]; }
  constexpr const std::array<Word, kWords>& words() const { return words_; }

  /// Every bit alike, without a branch for each word.
  friend constexpr bool operator==(const Record& a,
                                   const Record& b) requires std::same_as<D, Concrete> {
    std::uint64_t difference = 0;
    for (unsigned i = 0; i < kWords; ++i) {
      difference |= a.words_[i].raw() ^ b.words_[i].raw();
    }
    return difference == 0;
  }

 private:
  std::array<Word, kWords> words_{};
};

/// The description of a named field; an unknown name does not compile.
template <class R, FieldName Name>
consteval FieldSpec FieldOf() {
  for (const FieldSpec& f : R::kFormat.fields) {
    if (f.name == Name.view()) return f;
  }
  throw "no such field in this format";
}

template <class R, FieldName Name>
inline constexpr unsigned kFieldWidth = FieldOf<R, Name>().width;

/// The value of a field, as wide as the field.
template <FieldName Name, class D, const FormatSpec& F>
constexpr auto Get(const Record<D, F>& r) {
  constexpr FieldSpec f = FieldOf<Record<D, F>, Name>();
  constexpr unsigned lo = f.lsb % 64;
  return Extract<lo + f.width - 1, lo>(r.word(f.lsb / 64));
}

/// A one-bit field as a condition.
template <FieldName Name, class D, const FormatSpec& F>
constexpr Bool<D> Is(const Record<D, F>& r) {
  static_assert(kFieldWidth<Record<D, F>, Name> == 1);
  return Get<Name>(r) == 1;
}

/// The field's bits in place within its 64-bit word, all other bits 0: the address, for an address
/// field.
template <FieldName Name, class D, const FormatSpec& F>
constexpr Bits<D, 64> Addr(const Record<D, F>& r) {
  constexpr FieldSpec f = FieldOf<Record<D, F>, Name>();
  return Resize<64>(r.word(f.lsb / 64)) & Bits<D, 64>(MaxValue(f.width) << (f.lsb % 64));
}

/// The record with one field replaced.
template <FieldName Name, class D, const FormatSpec& F>
constexpr Record<D, F> With(Record<D, F> r, const Bits<D, kFieldWidth<Record<D, F>, Name>>& value) {
  using R = Record<D, F>;
  constexpr FieldSpec f = FieldOf<R, Name>();
  using Word = typename R::Word;
  Word& w = r.word(f.lsb / 64);
  w = (w & Word(~(MaxValue(f.width) << (f.lsb % 64)))) |
      Shl(Resize<R::kWordBits>(value), Word(f.lsb % 64));
  return r;
}
template <FieldName Name, class D, const FormatSpec& F>
constexpr Record<D, F> With(Record<D, F> r, Literal<kFieldWidth<Record<D, F>, Name>> value) {
  return With<Name>(std::move(r), Bits<D, kFieldWidth<Record<D, F>, Name>>(value.value));
}

/// The record with an address field replaced by the bits of `address` that it holds; the others are
/// dropped.
template <FieldName Name, class D, const FormatSpec& F>
constexpr Record<D, F> WithAddr(Record<D, F> r, const Bits<D, 64>& address) {
  constexpr FieldSpec f = FieldOf<Record<D, F>, Name>();
  constexpr unsigned lo = f.lsb % 64;
  return With<Name>(std::move(r), Extract<lo + f.width - 1, lo>(address));
}

/// The words of a concrete record as plain integers, for decoding.
template <const FormatSpec& F>
constexpr auto RawWords(const Record<Concrete, F>& r) {
  std::array<std::uint64_t, Record<Concrete, F>::kWords> raw{};
  for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = r.word(i).raw();
  return raw;
}

/// A concrete record from plain integers, as many as the format has words.
template <class R>
constexpr R FromRaw(std::span<const std::uint64_t> raw) {
  R r;
  for (std::size_t i = 0; i < R::kWords && i < raw.size(); ++i)
    r.word(i) = typename R::Word(raw[i]);
  return r;
}

}  // namespace quiesce
