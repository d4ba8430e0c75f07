// Nothing is declared here: this target exists for pkg-config's flags and the linker.
// The declarations are in CLibXML2, which must shape the headers before it includes them.
