// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The allocator that ships, in a program of its own without sanitizers (which would bring theirs): what was freed is nowhere in the
// process's memory, however it was allocated and freed, and everything else that an allocator owes still holds.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <thread>
#include <vector>

namespace {
    int failures = 0;

    void check(bool holds, const char* what)
    {
        if (!holds) {
            ++failures;
            std::fprintf(stderr, "FAIL: %s\n", what);
        }
    }

    constexpr unsigned char kVeil = 0x5a;
    constexpr std::size_t kLength = 24;
    // As it is looked for; the canary itself is this under the veil, so that the scan does not find its own needle.
    constexpr std::array<unsigned char, kLength> kNeedle { 0x11, 0xc3, 0x2f, 0x98, 0x07, 0xee, 0x41, 0xb6, 0x5d, 0x80, 0x3a, 0xf9, 0x26, 0x73, 0xd4, 0x0c, 0x9e, 0x65, 0xab,
        0x38, 0xf1, 0x4c, 0x87, 0xda };

    /// Fills it with canaries, one behind the other.
    void stain(void* memory, std::size_t size)
    {
        auto* bytes = static_cast<volatile unsigned char*>(memory);
        for (std::size_t i = 0; i < size; ++i) {
            bytes[i] = static_cast<unsigned char>(kNeedle[i % kLength] ^ kVeil);
        }
    }

    /// How often a canary lies in what the process can write, read from outside of its allocator.
    long canaries()
    {
        static std::array<unsigned char, 1 << 16> chunk;
        long found = 0;
        std::FILE* maps = std::fopen("/proc/self/maps", "r");
        const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
        std::array<char, 512> line {};
        while (std::fgets(line.data(), static_cast<int>(line.size()), maps) != nullptr) {
            unsigned long from = 0;
            unsigned long to = 0;
            std::array<char, 5> rights {};
            if (std::sscanf(line.data(), "%lx-%lx %4s", &from, &to, rights.data()) != 3 || rights[0] != 'r' || rights[1] != 'w') {
                continue;
            }
            for (unsigned long at = from; at < to;) {
                const auto got = ::pread(memory, chunk.data(), std::min<std::size_t>(chunk.size(), to - at), static_cast<off_t>(at));
                if (got < static_cast<ssize_t>(kLength)) {
                    break;
                }
                for (std::size_t i = 0; i + kLength <= static_cast<std::size_t>(got); ++i) {
                    std::size_t same = 0;
                    while (same < kLength && (chunk[i + same] ^ kVeil) == kNeedle[same]) {
                        ++same;
                    }
                    found += same == kLength ? 1 : 0;
                }
                at += static_cast<std::size_t>(got) == chunk.size() ? static_cast<unsigned long>(got) - kLength : static_cast<unsigned long>(got);
            }
        }
        ::close(memory);
        std::fclose(maps);
        chunk.fill(0);
        return found;
    }

    void freedIsWiped()
    {
        for (const std::size_t size : { 24U, 100U, 1000U, 5000U, 70000U, 400000U }) {
            void* block = std::malloc(size);
            stain(block, size);
            check(canaries() > 0, "the scan finds what is there");
            std::free(block);
            check(canaries() == 0, "free");
            block = std::malloc(size);
            stain(block, size);
            block = std::realloc(block, size * 3);
            std::memset(block, 0, size * 3);
            check(canaries() == 0, "realloc that moved");
            std::free(block);
            auto* made = new unsigned char[size];
            stain(made, size);
            delete[] made;
            check(canaries() == 0, "delete[]");
            void* aligned = nullptr;
            check(::posix_memalign(&aligned, 256, size) == 0, "posix_memalign");
            stain(aligned, size);
            std::free(aligned);
            check(canaries() == 0, "free of what posix_memalign gave");
        }
        for (int i = 0; i < 200; ++i) { // the bins that keep what was freed, full
            std::vector<std::unique_ptr<std::array<unsigned char, 48>>> many(50);
            for (auto& one : many) {
                one = std::make_unique<std::array<unsigned char, 48>>();
                stain(one->data(), one->size());
            }
        }
        check(canaries() == 0, "many small ones");
        std::thread([] {
            void* block = std::malloc(3000);
            stain(block, 3000);
            std::free(block);
        }).join();
        check(canaries() == 0, "another thread's");
    }

    void anAllocatorStill()
    {
        check(std::realloc(std::malloc(10), 0) == nullptr, "realloc to nothing frees");
        std::free(nullptr);
        for (std::size_t size = 1; size < 600000; size = size * 3 + 1) {
            auto* block = static_cast<unsigned char*>(std::malloc(size));
            for (std::size_t i = 0; i < size; ++i) {
                block[i] = static_cast<unsigned char>(i * 7);
            }
            for (const std::size_t next : { size + 1, size * 2, size / 2 + 1, size * 5, size }) {
                block = static_cast<unsigned char*>(std::realloc(block, next));
                bool isKept = block != nullptr && reinterpret_cast<std::uintptr_t>(block) % alignof(std::max_align_t) == 0;
                for (std::size_t i = 0; isKept && i < std::min(next, size / 2 + 1); ++i) {
                    isKept = block[i] == static_cast<unsigned char>(i * 7);
                }
                check(isKept, "realloc keeps what was there");
            }
            std::free(block);
            auto* zeros = static_cast<unsigned char*>(std::calloc(size, 1));
            check(std::all_of(zeros, zeros + size, [](unsigned char byte) { return byte == 0; }), "calloc is clean");
            std::free(zeros);
        }
        std::vector<std::thread> threads;
        for (unsigned seed = 1; seed <= 4; ++seed) {
            threads.emplace_back([seed] {
                std::vector<std::string> held(64);
                unsigned next = seed;
                for (int i = 0; i < 40000; ++i) {
                    next = next * 1664525U + 1013904223U;
                    held[next % held.size()] = std::string((next >> 8) % 3000, 'x');
                    held[(next >> 16) % held.size()].append((next >> 20) % 500, 'y');
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        const pid_t child = ::fork();
        if (child == 0) {
            std::free(std::malloc(5000));
            ::_exit(7);
        }
        int status = 0;
        check(::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 7, "after fork");
    }
}

int main()
{
    freedIsWiped();
    anAllocatorStill();
    std::puts(failures == 0 ? "wiped" : "not wiped");
    return failures == 0 ? 0 : 1;
}
