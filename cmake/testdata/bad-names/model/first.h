namespace quiesce {

struct Twice {
  int number;
};

}  // namespace quiesce
