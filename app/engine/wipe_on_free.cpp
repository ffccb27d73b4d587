// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that is freed is overwritten first, in the whole program. A Secret wipes itself, but a key on its way also lies in
// JSON values, in Qt's socket buffers and in OpenSSL's, which nobody else can reach. Linked into the programs; a sanitizer has
// an allocator of its own, which can do the same (max_free_fill_size); one that is preloaded is left alone.
#include <dlfcn.h>
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
void* __libc_malloc(std::size_t size); // NOLINT: never called, but what malloc is unless somebody preloads another one
void __libc_free(void* memory); // NOLINT: glibc's own names for what is replaced here
void* __libc_realloc(void* memory, std::size_t size); // NOLINT
}

namespace {
    template <class Function>
    Function* next(const char* name)
    {
        return reinterpret_cast<Function*>(::dlsym(RTLD_NEXT, name));
    }

    bool isGlibcs()
    {
        using Malloc = void* (*)(std::size_t);
        const volatile Malloc theirs = &::malloc; // two names, which a compiler takes for two functions
        const volatile Malloc glibcs = &__libc_malloc;
        return theirs == glibcs;
    }

    /// The second word stays as it is: there glibc keeps its mark against double frees, with which it mostly writes over it.
    void wipe(void* memory)
    {
        constexpr std::size_t kMark = 2 * sizeof(std::size_t);
        const std::size_t size = ::malloc_usable_size(memory);
        ::explicit_bzero(memory, sizeof(std::size_t));
        if (size > kMark) {
            ::explicit_bzero(static_cast<char*>(memory) + kMark, size - kMark);
        }
    }

    /// Such a block goes back to the kernel as a whole, which clears it; perhaps nobody ever touched most of it.
    bool isMapped(const void* memory)
    {
        constexpr std::size_t kMapped = 2; // malloc's flag in the size before the block
        return (static_cast<const std::size_t*>(memory)[-1] & kMapped) != 0;
    }
}

extern "C" {
__attribute__((noinline)) void free(void* memory) noexcept
{
    if (!isGlibcs()) {
        static const auto others = next<void(void*)>("free");
        others(memory);
        return;
    }
    if (memory != nullptr && !isMapped(memory)) {
        wipe(memory);
    }
    __libc_free(memory);
}

void* realloc(void* memory, std::size_t size) noexcept
{
    if (!isGlibcs()) {
        static const auto others = next<void*(void*, std::size_t)>("realloc");
        return others(memory, size);
    }
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
