// The inputs of rules and lemmas as Z3 constants, and back from a Z3 model.
#pragma once

#include <string>

#include "model/lemmas/rule_inputs.h"
#include "spec/word/symbolic.h"

namespace quiesce {

/// The Z3 constant of an input's name; width 0 is a Boolean.
inline z3::expr InputConstant(z3::context& ctx, const std::string& name, unsigned width) {
  return width == 0 ? ctx.bool_const(name.c_str()) : ctx.bv_const(name.c_str(), width);
}

inline RuleInputs<Symbolic> SymbolicInputs(z3::context& ctx) {
  RuleInputs<Symbolic> in;
  VisitInputs(in, [&ctx]<class T>(const std::string& name, T& x) {
    x = T(InputConstant(ctx, name, kInputWidth<T>));
  });
  Derive(in);
  return in;
}

/// The inputs that a model chooses; 0 where it leaves one open.
inline RuleInputs<Concrete> FromModel(z3::context& ctx, const z3::model& model) {
  RuleInputs<Concrete> in;
  VisitInputs(in, [&]<class T>(const std::string& name, T& x) {
    const z3::expr value = model.eval(InputConstant(ctx, name, kInputWidth<T>), true);
    if constexpr (kInputWidth<T> == 0) {
      x = T(value.is_true());
    } else {
      x = T(value.get_numeral_uint64());
    }
  });
  Derive(in);
  return in;
}

/// A model that gives the constants of SymbolicInputs these values.
inline z3::model ToModel(z3::context& ctx, RuleInputs<Concrete> in) {
  z3::model model(ctx);
  VisitInputs(in, [&]<class T>(const std::string& name, T& x) {
    constexpr unsigned width = kInputWidth<T>;
    z3::func_decl decl = InputConstant(ctx, name, width).decl();
    z3::expr value = ctx.bool_val(false);
    if constexpr (width == 0) {
      value = ctx.bool_val(x.raw());
    } else {
      value = ctx.bv_val(x.raw(), width);
    }
    model.add_const_interp(decl, value);
  });
  return model;
}

}  // namespace quiesce
