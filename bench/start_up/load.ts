// Copyright 2026 the wininet authors. MIT license.

// A program that loads the library.
import "../../mod.ts";
