// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Leaks on purpose: with options under which the sanitizer does not find this, it finds nothing in the other tests either.
#include <cstdlib>

namespace {
    void* volatile lost = nullptr;

    __attribute__((noinline)) void leak(std::size_t size)
    {
        lost = std::malloc(size);
    }
}

int main()
{
    for (std::size_t i = 0; i < 50; ++i) { // one may be found in a register
        leak(100 + i);
    }
    lost = nullptr;
    return 0;
}
