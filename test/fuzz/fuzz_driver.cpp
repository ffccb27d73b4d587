// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Stands in for libFuzzer where it is not available: program CORPUS_DIR [RUNS] [FIRST_SEED].
// Every run is a function of its seed, which is printed when a run dies or hangs; with FUZZ_DUMP=file in the environment
// the input of the last run is left in that file (program CORPUS_DIR 1 SEED).
#include <QCoreApplication>

#include <algorithm>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include <unistd.h>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

using Bytes = std::vector<std::uint8_t>;
using Random = std::mt19937_64;

constexpr unsigned kSecondsPerRun = 10; // far more than any input of this size deserves
unsigned long long currentSeed = 0;

std::size_t below(Random& random, std::size_t limit)
{
    return limit == 0 ? 0 : static_cast<std::size_t>(random() % limit);
}

std::vector<Bytes> readCorpus(const std::string& folder)
{
    std::vector<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        paths.push_back(entry.path());
    }
    std::sort(paths.begin(), paths.end()); // the order of a folder is not the same everywhere
    std::vector<Bytes> corpus;
    for (const auto& path : paths) {
        std::ifstream file(path, std::ios::binary);
        corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return corpus;
}

Bytes mutated(const std::vector<Bytes>& corpus, Random& random)
{
    static const std::string kInteresting = std::string("\r\n\t :;,-+{}[]\"'\\&*!|>%@#?0123456789abcxyzAZ\x7f\x80\xc3\xff") + '\0';
    Bytes bytes = corpus.at(below(random, corpus.size()));
    const std::size_t changes = 1 + below(random, 8);
    for (std::size_t i = 0; i < changes; ++i) {
        const auto offset = static_cast<std::ptrdiff_t>(below(random, bytes.size() + 1));
        const auto rest = static_cast<std::ptrdiff_t>(bytes.size()) - offset;
        const auto span = std::min(rest, static_cast<std::ptrdiff_t>(1 + below(random, 16)));
        const auto pick = static_cast<std::uint8_t>(kInteresting[below(random, kInteresting.size())]);
        switch (below(random, 7)) {
        case 0: // cut
            bytes.resize(static_cast<std::size_t>(offset));
            break;
        case 1: // remove
            bytes.erase(bytes.begin() + offset, bytes.begin() + offset + span);
            break;
        case 2: // insert
            bytes.insert(bytes.begin() + offset, pick);
            break;
        case 3: // replace
            if (rest > 0) {
                bytes[static_cast<std::size_t>(offset)] = pick;
            }
            break;
        case 4: // flip a bit
            if (rest > 0) {
                bytes[static_cast<std::size_t>(offset)] ^= static_cast<std::uint8_t>(1U << below(random, 8));
            }
            break;
        case 5: { // repeat
            const Bytes piece(bytes.begin() + offset, bytes.begin() + offset + span);
            for (std::size_t times = below(random, 64); times > 0 && bytes.size() < 65536; --times) {
                bytes.insert(bytes.begin() + offset, piece.begin(), piece.end());
            }
            break;
        }
        default: { // a piece of another file
            const Bytes& other = corpus.at(below(random, corpus.size()));
            const auto from = static_cast<std::ptrdiff_t>(below(random, other.size() + 1));
            const auto length = std::min(static_cast<std::ptrdiff_t>(other.size()) - from, std::ptrdiff_t { 64 });
            bytes.insert(bytes.begin() + offset, other.begin() + from, other.begin() + from + length);
        }
        }
    }
    return bytes;
}

void onSignal(int signal)
{
    std::fprintf(stderr, "%s at seed %llu\n", signal == SIGALRM ? "hangs" : "died", currentSeed);
    ::_exit(1);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s CORPUS_DIR [RUNS] [FIRST_SEED]\n", argv[0]);
        return 2;
    }
    const QCoreApplication app(argc, argv); // some of Qt warns on every use without one
    std::signal(SIGABRT, onSignal);
    std::signal(SIGALRM, onSignal);
    std::vector<Bytes> corpus = readCorpus(argv[1]);
    if (corpus.empty()) {
        std::fprintf(stderr, "no corpus in %s\n", argv[1]);
        return 2;
    }
    for (const Bytes& bytes : corpus) {
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    const unsigned long long runs = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 20000;
    const unsigned long long first = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 0;
    const char* dump = std::getenv("FUZZ_DUMP");
    for (currentSeed = first; currentSeed < first + runs; ++currentSeed) {
        Random random(currentSeed);
        const Bytes bytes = mutated(corpus, random);
        if (dump != nullptr) {
            std::ofstream(dump, std::ios::binary).write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        }
        ::alarm(kSecondsPerRun);
        LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
    }
    std::printf("%zu files, %llu mutations\n", corpus.size(), runs);
    return 0;
}
