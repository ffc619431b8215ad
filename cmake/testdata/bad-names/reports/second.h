namespace quiesce {

enum class Twice : int {
  kOne,
};

}  // namespace quiesce
