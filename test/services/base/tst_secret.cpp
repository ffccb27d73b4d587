// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/secret.h"
#include "test/support/test_main.h"

#include <QCryptographicHash>
#include <QDebug>

#include <sstream>
#include <type_traits>

#if defined(__SANITIZE_ADDRESS__)
#define COCOON_SEES_FREED_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define COCOON_SEES_FREED_MEMORY 1
#endif
#endif
#ifdef COCOON_SEES_FREED_MEMORY
#include <cstring>
// From sanitizer/allocator_interface.h, which not every compiler package brings along.
extern "C" int __sanitizer_install_malloc_and_free_hooks(void (*)(const volatile void*, size_t), void (*)(const volatile void*));
extern "C" size_t __sanitizer_get_allocated_size(const volatile void*);
#endif

using namespace cocoon;

namespace {

template <class T, class = void>
struct IsDebuggable : std::false_type { };
template <class T>
struct IsDebuggable<T, std::void_t<decltype(std::declval<QDebug>() << std::declval<const T&>())>> : std::true_type { };
template <class T, class = void>
struct IsPrintable : std::false_type { };
template <class T>
struct IsPrintable<T, std::void_t<decltype(std::declval<std::ostream&>() << std::declval<const T&>())>> : std::true_type { };

static_assert(IsDebuggable<QByteArray>::value && IsPrintable<const char*>::value, "the probes work");
static_assert(!IsDebuggable<Secret>::value && !IsPrintable<Secret>::value, "a secret cannot be printed");
static_assert(!std::is_convertible_v<Secret, QByteArray> && !std::is_convertible_v<Secret, QString>
        && !std::is_convertible_v<Secret, QByteArrayView> && !std::is_convertible_v<Secret, const char*>
        && !std::is_convertible_v<Secret, bool>,
    "a secret turns into nothing else unasked");
static_assert(!std::is_convertible_v<QByteArray, Secret>, "nothing becomes a secret by accident");

#ifdef COCOON_SEES_FREED_MEMORY
// Built at run time, so that the only copies in memory are the ones under test.
constexpr char kNeedle[] = "hunter2";
bool freedInClear = false;

void lookAtFreed(const volatile void* memory)
{
    if (memory == nullptr) {
        return;
    }
    const auto* bytes = const_cast<const char*>(static_cast<const volatile char*>(memory));
    const std::size_t size = __sanitizer_get_allocated_size(memory);
    if (size < 4096 && memmem(bytes, size, kNeedle, sizeof kNeedle - 1) != nullptr) {
        freedInClear = true;
    }
}

void ignoreAllocated(const volatile void*, size_t) { }
#endif

} // namespace

class TstSecret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void holdsItsValue()
    {
        const Secret secret(QByteArray("value"));
        QCOMPARE(secret.reveal(), QByteArray("value"));
        QVERIFY(!secret.isEmpty());
        QVERIFY(Secret().isEmpty());
        Secret copy = secret;
        QVERIFY(copy == secret);
        const Secret moved = std::move(copy);
        QVERIFY(moved == secret);
        Secret assigned(QByteArray("other"));
        QVERIFY(!(assigned == secret));
        assigned = secret;
        QVERIFY(assigned == secret);
        Secret& same = assigned;
        assigned = same;
        QVERIFY(assigned == secret);
        assigned = Secret();
        QVERIFY(assigned.isEmpty());
        QCOMPARE(secret.reveal(), QByteArray("value")); // no copy's death clears what others hold
    }

    void comparesLikeBytes()
    {
        QVERIFY(Secret() == Secret());
        QVERIFY(!(Secret(QByteArray("a")) == Secret(QByteArray("ab"))));
        QVERIFY(!(Secret(QByteArray("a\0b", 3)) == Secret(QByteArray("a\0c", 3))));
    }

    void digestsCompareButDoNotTell()
    {
        const Secret secret(QByteArray("value"));
        QCOMPARE(secret.digest(), Secret(QByteArray("value")).digest());
        QCOMPARE(secret.digest(), keyedDigest("value"));
        QVERIFY(secret.digest() != keyedDigest("valuf"));
        QVERIFY(secret.digest() != keyedDigest({}));
        QCOMPARE(secret.digest().size(), 64);
        // Under a key of this process: not the plain hash that a dictionary would find.
        QVERIFY(secret.digest() != QString::fromLatin1(QCryptographicHash::hash("value", QCryptographicHash::Sha256).toHex()));
    }

    void nothingIsLeftInMemory()
    {
#ifdef COCOON_SEES_FREED_MEMORY
        const auto make = [] {
            QByteArray value(kNeedle);
            value.detach();
            return Secret(std::move(value));
        };
        QVERIFY(__sanitizer_install_malloc_and_free_hooks(ignoreAllocated, lookAtFreed) != 0);
        {
            QByteArray bare(kNeedle);
        }
        QVERIFY2(freedInClear, "the probe works");
        freedInClear = false;
        {
            const Secret secret = make();
            const Secret copy = secret; // NOLINT: the copy is what is tested
        }
        QVERIFY(!freedInClear);
        {
            Secret first = make();
            first = make();
            Secret second = std::move(first);
            second = Secret();
            second = make();
            const QList<Secret> list { second, make() };
        }
        QVERIFY(!freedInClear);
#else
        QSKIP("Only a build with the address sanitizer can look at freed memory.");
#endif
    }
};

COCOON_TEST(TstSecret)
#include "tst_secret.moc"
