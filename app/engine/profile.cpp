// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engine/profile.h"

#include "services/base/small_file.h"
#include "services/base/yaml.h"
#include "services/net/tls.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QJsonObject>

namespace cocoon::app {

using namespace Qt::StringLiterals;

namespace {
    struct Words {
        Q_DECLARE_TR_FUNCTIONS(cocoon::app::Profile)
    };

    constexpr qint64 kMaxProfile = 256 * 1024;
    constexpr qint64 kMaxPem = 16 * 1024 * 1024;

    tl::unexpected<Error> wrong(const QString& fileName, const YamlDocument& document, const QString& path, const QString& text)
    {
        const int line = document.lines.value(path, 1);
        return fail(Errc::Invalid, u"%1:%2: %3: %4"_s.arg(fileName).arg(line).arg(path, text));
    }

    QHash<QString, QString*> textsOf(Profile& profile)
    {
        return { { u"name"_s, &profile.name }, { u"region"_s, &profile.region }, { u"context"_s, &profile.context },
            { u"trustee"_s, &profile.trustee }, { u"proxy"_s, &profile.proxy }, { u"ca"_s, &profile.caFile },
            { u"kubeconfig"_s, &profile.kubeconfig }, { u"cluster"_s, &profile.cluster }, { u"account"_s, &profile.account },
            { u"network"_s, &profile.network } };
    }

    QHash<QString, QString*> endpointsOf(ibm::Endpoints& endpoints)
    {
        return { { u"iam"_s, &endpoints.iam }, { u"accounts"_s, &endpoints.accounts },
            { u"resourceController"_s, &endpoints.resourceController }, { u"containers"_s, &endpoints.containers },
            { u"vpc"_s, &endpoints.vpc }, { u"catalog"_s, &endpoints.catalog }, { u"search"_s, &endpoints.search },
            { u"tagging"_s, &endpoints.tagging } };
    }
}

Result<net::HttpTransport::Options> Profile::cloudWire() const
{
    net::HttpTransport::Options wire;
    wire.proxy = proxy;
    if (!caFile.isEmpty()) {
        const Result<QByteArray> pem = readSmallFile(u"CA file"_s, caFile, kMaxPem);
        if (!pem) {
            return tl::unexpected(pem.error());
        }
        wire.tls.roots = net::certificatesFromPem(*pem);
        if (wire.tls.roots.isEmpty()) {
            return fail(Errc::Invalid, Words::tr("The CA file %1 holds no certificate in PEM form.").arg(caFile));
        }
    }
    return wire;
}

Result<Profile> Profile::load(const QString& file)
{
    const Result<QByteArray> text = readSmallFile(u"profile"_s, file, kMaxProfile);
    return text ? fromYaml(*text, file, QFileInfo(file).absolutePath()) : tl::unexpected(text.error());
}

Result<Profile> Profile::fromYaml(const QByteArray& text, const QString& fileName, const QString& baseDir)
{
    const Result<YamlDocument> document = parseYaml(text);
    if (!document) {
        return fail(Errc::Parse, u"%1: %2"_s.arg(fileName, document.error().message));
    }
    if (!document->value.isObject()) {
        return fail(Errc::Invalid, Words::tr("%1:1: a profile is a mapping with keys such as region and endpoints.").arg(fileName));
    }
    Profile profile;
    const auto path = [&](const QString& value) { return value.isEmpty() ? value : QDir(baseDir).absoluteFilePath(value); };
    const QJsonObject root = document->value.toObject();
    const auto texts = textsOf(profile);
    const auto endpoints = endpointsOf(profile.endpoints);
    const QHash<QString, bool*> flags { { u"sandbox"_s, &profile.isSandbox }, { u"protected"_s, &profile.isProtected } };
    for (auto it = root.begin(); it != root.end(); ++it) {
        if (texts.contains(it.key())) {
            if (!it->isString()) {
                return wrong(fileName, *document, it.key(), Words::tr("a text is expected"));
            }
            *texts.value(it.key()) = it->toString();
        } else if (flags.contains(it.key())) {
            if (!it->isBool()) {
                return wrong(fileName, *document, it.key(), Words::tr("true or false is expected"));
            }
            *flags.value(it.key()) = it->toBool();
        } else if (it.key() == u"timeScale") {
            if (!it->isDouble() || it->toDouble() < 0) {
                return wrong(fileName, *document, it.key(), Words::tr("a number from 0 is expected"));
            }
            profile.timeScale = it->toDouble();
        } else if (it.key() == u"endpoints") {
            if (!it->isObject()) {
                return wrong(fileName, *document, it.key(), Words::tr("a map of services and their URLs is expected"));
            }
            const QJsonObject hosts = it->toObject();
            for (auto host = hosts.begin(); host != hosts.end(); ++host) {
                if (!endpoints.contains(host.key()) || !host->isString()) {
                    return wrong(fileName, *document, u"endpoints."_s + host.key(), Words::tr("not an endpoint that Cocoon knows, or not a URL"));
                }
                *endpoints.value(host.key()) = host->toString();
            }
        } else {
            return wrong(fileName, *document, it.key(), Words::tr("not a key of a profile"));
        }
    }
    if (!QStringList { QString(), u"private"_s, u"vpe"_s }.contains(profile.network)) {
        return wrong(fileName, *document, u"network"_s, Words::tr("\"private\" or \"vpe\" is expected"));
    }
    profile.caFile = path(profile.caFile);
    profile.kubeconfig = path(profile.kubeconfig);
    return profile;
}

QByteArray Profile::toYaml() const
{
    Profile self = *this;
    ibm::Endpoints usual;
    QJsonObject root;
    const auto texts = textsOf(self);
    for (auto it = texts.begin(); it != texts.end(); ++it) {
        if (!it.value()->isEmpty()) {
            root.insert(it.key(), *it.value());
        }
    }
    QJsonObject hosts;
    const auto mine = endpointsOf(self.endpoints);
    const auto others = endpointsOf(usual);
    for (auto it = mine.begin(); it != mine.end(); ++it) {
        if (*it.value() != *others.value(it.key())) {
            hosts.insert(it.key(), *it.value());
        }
    }
    if (!hosts.isEmpty()) {
        root.insert(u"endpoints"_s, hosts);
    }
    if (timeScale != 1.0) {
        root.insert(u"timeScale"_s, timeScale);
    }
    for (const auto& [key, isSet] : { std::pair { u"sandbox"_s, isSandbox }, std::pair { u"protected"_s, isProtected } }) {
        if (isSet) {
            root.insert(key, true);
        }
    }
    return cocoon::toYaml(root);
}

} // namespace cocoon::app
