// Empty on purpose: this target only finds ICU's libraries. ICU's own headers must not be part of a Clang
// module, because Foundation brings another ICU and the two do not compile together.
