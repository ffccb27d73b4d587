// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is freed is overwritten first, in the whole program. A Secret wipes itself, but a key on its way also lies in
// JSON values, in Qt's socket buffers and in OpenSSL's, which nobody else can reach. Linked into the programs; a sanitizer has
// an allocator of its own, which can do the same (max_free_fill_size).
#include <malloc.h>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <cstring>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define COCOON_OTHER_ALLOCATOR
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define COCOON_OTHER_ALLOCATOR
#endif
#endif

#if defined(__GLIBC__) && !defined(COCOON_OTHER_ALLOCATOR)

extern "C" {
void __libc_free(void* memory); // NOLINT: glibc's own names for what is replaced here
void* __libc_realloc(void* memory, std::size_t size); // NOLINT

namespace {
    /// Such a block goes back to the kernel as a whole, which clears it; perhaps nobody ever touched most of it.
    bool isMapped(const void* memory)
    {
        constexpr std::size_t kMapped = 2; // malloc's flag in the size before the block
        return (static_cast<const std::size_t*>(memory)[-1] & kMapped) != 0;
    }
}

void free(void* memory) noexcept
{
    if (memory != nullptr && !isMapped(memory)) {
        ::explicit_bzero(memory, ::malloc_usable_size(memory));
    }
    __libc_free(memory);
}

void* realloc(void* memory, std::size_t size) noexcept
{
    if (memory == nullptr || size == 0 || isMapped(memory)) {
        if (memory != nullptr && size == 0) {
            free(memory);
            return nullptr;
        }
        return __libc_realloc(memory, size);
    }
    const std::size_t had = ::malloc_usable_size(memory);
    if (size <= had && size > had / 2) {
        return memory;
    }
    void* fresh = std::malloc(size);
    if (fresh != nullptr) {
        std::memcpy(fresh, memory, std::min(size, had));
        free(memory);
    }
    return fresh;
}
}

#endif
