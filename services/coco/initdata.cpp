// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "services/coco/initdata.h"

#include "services/base/codec.h"
#include "services/base/json.h"
#include "services/base/toml.h"

#include <QCryptographicHash>
#include <QUrl>

#include <optional>

namespace cocoon::coco {

using namespace Qt::StringLiterals;

namespace {
    constexpr qsizetype kInitdataCap = 4 * 1024 * 1024; // decompressed; the VM takes 64 KB of user data altogether

    /// A TOML string that may hold anything: literal block where possible (INITDATA in INITDATA), else escaped.
    QString tomlBlock(const QString& value)
    {
        if (!value.contains("'''"_L1)) {
            return u"'''\n"_s + value + u"'''"_s;
        }
        QString escaped = value;
        escaped.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1);
        return u"\"\"\"\n"_s + escaped + u"\"\"\""_s;
    }

    QString tomlString(QString value)
    {
        value.replace(u'\\', "\\\\"_L1).replace(u'"', "\\\""_L1).replace(u'\n', "\\n"_L1).replace(u'\r', "\\r"_L1);
        return u'"' + value + u'"';
    }

    QString pemBlock(const QString& key, const QString& pem)
    {
        return pem.isEmpty() ? QString() : key + u" = \"\"\"\n"_s + pem.trimmed() + u"\n\"\"\"\n"_s;
    }

    std::optional<QCryptographicHash::Algorithm> hashOf(const QString& name)
    {
        if (name == "sha256"_L1) {
            return QCryptographicHash::Sha256;
        }
        if (name == "sha384"_L1) {
            return QCryptographicHash::Sha384;
        }
        if (name == "sha512"_L1) {
            return QCryptographicHash::Sha512;
        }
        return std::nullopt;
    }

    void lintUrl(const QString& where, const QString& url, QList<InitdataProblem>* problems)
    {
        const QUrl parsed(url, QUrl::StrictMode);
        if (!parsed.isValid() || parsed.host().isEmpty() || (parsed.scheme() != "http"_L1 && parsed.scheme() != "https"_L1)) {
            problems->append({ true, u"%1: \"%2\" is not an http or https address."_s.arg(where, url) });
        } else if (!parsed.path().isEmpty() && parsed.path() != "/"_L1) {
            problems->append({ true, u"%1: the address must not have a path (%2); the guest adds its own."_s.arg(where, parsed.path()) });
        }
    }
}

QString Initdata::trusteeUrl() const
{
    if (const auto cdh = parseToml(data.value(u"cdh.toml"_s).toUtf8())) {
        const QString url = str(*cdh, { u"kbc", u"url" });
        if (!url.isEmpty()) {
            return url;
        }
    }
    if (const auto aa = parseToml(data.value(u"aa.toml"_s).toUtf8())) {
        return str(*aa, { u"token_configs", u"kbs", u"url" });
    }
    return {};
}

QByteArray Initdata::digest() const
{
    const auto hash = hashOf(algorithm);
    return hash ? QCryptographicHash::hash(toml, *hash).toHex() : QByteArray();
}

QByteArray initdataToml(const InitdataSource& source)
{
    QString url = source.url;
    while (url.endsWith(u'/')) {
        url.chop(1);
    }
    // token_configs.coco_as is left out on purpose: the guide fills it with the key broker's address, where nothing answers it.
    const QString aa = u"[token_configs]\n[token_configs.kbs]\nurl = "_s + tomlString(url) + u'\n' + pemBlock(u"cert"_s, source.certificate);
    // socket and credentials stand above [kbc]: below it they would silently become members of it.
    const QString cdh = u"socket = \"unix:///run/confidential-containers/cdh.sock\"\ncredentials = []\n\n[kbc]\nname = \"cc_kbc\"\nurl = "_s
        + tomlString(url) + u'\n' + pemBlock(u"kbs_cert"_s, source.certificate);
    QString document = u"algorithm = \"%1\"\nversion = \"0.1.0\"\n\n[data]\n"_s.arg(source.algorithm);
    document += u"\"aa.toml\" = "_s + tomlBlock(aa) + u"\n\n\"cdh.toml\" = "_s + tomlBlock(cdh) + u'\n';
    if (!source.policy.isEmpty()) {
        document += u"\n\"policy.rego\" = "_s + tomlBlock(source.policy) + u'\n';
    }
    return document.toUtf8();
}

QByteArray encodeInitdata(const QByteArray& toml)
{
    return gzip(toml).toBase64();
}

Result<Initdata> decodeInitdata(const QByteArray& encoded)
{
    if (encoded.trimmed().isEmpty()) {
        return fail(Errc::Invalid, u"INITDATA is empty."_s);
    }
    const auto bytes = decodeBase64(encoded);
    if (!bytes) {
        return fail(Errc::Parse, u"INITDATA is not base64 in one line."_s, bytes.error().message);
    }
    const bool compressed = bytes->startsWith("\x1f\x8b");
    QByteArray toml = *bytes;
    if (compressed) {
        const auto inflated = gunzip(*bytes, kInitdataCap);
        if (!inflated) {
            return fail(inflated.error().code, u"INITDATA is not valid gzip."_s, inflated.error().message);
        }
        toml = *inflated;
    }
    auto initdata = parseInitdata(toml);
    if (initdata) {
        initdata->wasCompressed = compressed;
    }
    return initdata;
}

Result<Initdata> parseInitdata(const QByteArray& toml)
{
    const Result<QJsonObject> document = parseToml(toml);
    if (!document) {
        return tl::unexpected(document.error());
    }
    Initdata initdata;
    initdata.toml = toml;
    const QJsonObject& root = *document;
    initdata.algorithm = str(root, { u"algorithm" });
    initdata.version = str(root, { u"version" });
    if (!hashOf(initdata.algorithm)) {
        return fail(Errc::Invalid, u"INITDATA: algorithm \"%1\" is not one of sha256, sha384, sha512."_s.arg(initdata.algorithm));
    }
    if (initdata.version != "0.1.0"_L1) {
        return fail(Errc::Invalid, u"INITDATA: version \"%1\" is not 0.1.0."_s.arg(initdata.version));
    }
    if (!root.value("data"_L1).isObject()) {
        return fail(Errc::Invalid, u"INITDATA has no [data] table."_s);
    }
    const QJsonObject data = root.value("data"_L1).toObject();
    for (auto it = data.begin(); it != data.end(); ++it) {
        if (!it.value().isString()) {
            return fail(Errc::Invalid, u"INITDATA: data.%1 is not a string (file names in [data] need quotes)."_s.arg(it.key()));
        }
        initdata.data.insert(it.key(), it.value().toString());
    }
    return initdata;
}

QList<InitdataProblem> lintInitdata(const Initdata& initdata)
{
    QList<InitdataProblem> problems;
    for (auto it = initdata.data.cbegin(); it != initdata.data.cend(); ++it) {
        if (it.key() != "aa.toml"_L1 && it.key() != "cdh.toml"_L1 && it.key() != "policy.rego"_L1) {
            problems.append({ false, u"The guest drops the file \"%1\"; only aa.toml, cdh.toml and policy.rego are read."_s.arg(it.key()) });
        }
    }
    for (const QString& name : { u"aa.toml"_s, u"cdh.toml"_s }) {
        if (!initdata.data.contains(name)) {
            problems.append({ true, u"%1 is missing: the guest cannot attest itself."_s.arg(name) });
            continue;
        }
        const auto inner = parseToml(initdata.data.value(name).toUtf8());
        if (!inner) {
            problems.append({ true, name + u": "_s + inner.error().message });
            continue;
        }
        if (name == "aa.toml"_L1) {
            const QString url = str(*inner, { u"token_configs", u"kbs", u"url" });
            if (url.isEmpty()) {
                problems.append({ true, u"aa.toml: token_configs.kbs.url is missing."_s });
            } else {
                lintUrl(u"aa.toml token_configs.kbs.url"_s, url, &problems);
            }
            continue;
        }
        const QJsonObject kbc = inner->value("kbc"_L1).toObject();
        if (str(kbc, { u"name" }) != "cc_kbc"_L1) {
            problems.append({ true, u"cdh.toml: kbc.name must be \"cc_kbc\"."_s });
        }
        lintUrl(u"cdh.toml kbc.url"_s, str(kbc, { u"url" }), &problems);
        if (kbc.contains("socket"_L1) || kbc.contains("credentials"_L1)) {
            problems.append({ true, u"cdh.toml: socket and credentials must stand above [kbc]."_s });
        }
        if (!inner->contains("credentials"_L1)) {
            problems.append({ false, u"cdh.toml: \"credentials = []\" is missing; older guests do not start without it."_s });
        }
    }
    if (!initdata.wasCompressed) {
        problems.append({ true, u"The value is not compressed: only operator 1.9 and earlier read that form."_s });
    }
    const qsizetype size = encodeInitdata(initdata.toml).size();
    if (size > 56 * 1024) {
        problems.append({ true, u"Encoded it is %1 KB; the VM's user data holds 64 KB altogether."_s.arg(size / 1024) });
    } else if (size > 32 * 1024) {
        problems.append({ false, u"Encoded it is %1 KB; more than 32 KB is close to the limit of the VM's user data."_s.arg(size / 1024) });
    }
    return problems;
}

} // namespace cocoon::coco
