// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/base/codec.h"
#include "test/support/test_main.h"

using namespace cocoon;

class TstCodec : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void gzipIsReproducible()
    {
        const QByteArray data = "algorithm = \"sha256\"\nversion = \"0.1.0\"\n";
        const QByteArray packed = gzip(data);
        QCOMPARE(gzip(data), packed);
        QCOMPARE(packed.left(4).toHex(), QByteArray("1f8b0800")); // no file name
        QCOMPARE(packed.mid(4, 4), QByteArray(4, '\0')); // no time
        QCOMPARE(*gunzip(packed), data);
        QCOMPARE(*gunzip(gzip({})), QByteArray());
    }

    void gunzipIsCapped()
    {
        const QByteArray zeros(1'000'000, '\0');
        const QByteArray packed = gzip(zeros);
        QVERIFY(packed.size() < 2000);
        QCOMPARE(gunzip(packed, zeros.size())->size(), zeros.size());
        QCOMPARE(gunzip(packed, zeros.size() - 1).error().code, Errc::Invalid);
        QCOMPARE(gunzip(packed, 0).error().code, Errc::Invalid);
        QVERIFY(gunzip(gzip({}), 0));
    }

    void severalMembersAreOneFile()
    {
        QCOMPARE(*gunzip(gzip("one ") + gzip("two")), QByteArray("one two"));
        QCOMPARE(gunzip(gzip("one") + gzip("two"), 5).error().code, Errc::Invalid);
    }

    void cutDataIsAnError()
    {
        const QByteArray packed = gzip("The quick brown fox jumps over the lazy dog.");
        for (qsizetype size = 0; size < packed.size(); ++size) {
            const auto result = gunzip(packed.left(size));
            QVERIFY(!result);
            QCOMPARE(result.error().code, Errc::Parse);
        }
        QCOMPARE(gunzip(packed + "x").error().code, Errc::Parse);
    }

    void damagedDataIsAnError()
    {
        const QByteArray data = "The quick brown fox jumps over the lazy dog.";
        const QByteArray packed = gzip(data);
        for (qsizetype i = 0; i < packed.size(); ++i) {
            QByteArray damaged = packed;
            damaged[i] = static_cast<char>(damaged.at(i) ^ 0x10);
            const auto result = gunzip(damaged);
            QVERIFY(!result || *result == data); // time and system in the header may be anything
        }
    }

    void base64IsStrict_data()
    {
        QTest::addColumn<bool>("valid");
        QTest::addColumn<QByteArray>("decoded");
        QTest::newRow("") << true << QByteArray();
        QTest::newRow("YQ==") << true << QByteArray("a");
        QTest::newRow("YWI=") << true << QByteArray("ab");
        QTest::newRow("YWJj") << true << QByteArray("abc");
        QTest::newRow("+/8=") << true << QByteArray("\xfb\xff");
        for (const char* text : { "YQ", "YQ=", "YWI", "Y", "YQ===", "====", "=", "YQ==YQ==", "YW\nJj", "YWJj\n", " YWJj", "-_8=",
                 "YW=j", "YWJ%", "YQ=a" }) {
            QTest::newRow(text) << false << QByteArray();
        }
    }

    void base64IsStrict()
    {
        QFETCH(bool, valid);
        QFETCH(QByteArray, decoded);
        const auto result = decodeBase64(QTest::currentDataTag());
        QCOMPARE(result.has_value(), valid);
        if (valid) {
            QCOMPARE(*result, decoded);
        } else {
            QCOMPARE(result.error().code, Errc::Parse);
        }
    }

    void hashesAreHex()
    {
        QCOMPARE(sha256Hex("abc"), QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    }
};

COCOON_TEST(TstCodec)
#include "tst_codec.moc"
