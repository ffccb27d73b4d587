// SPDX-FileCopyrightText: 2026 The Cocoon authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/setup/credential_view.h"

#include "services/base/json.h"
#include "services/base/secret.h"
#include "services/coco/manifests.h"
#include "services/kube/object.h"

#include <QSet>

#include <algorithm>

namespace cocoon::setup {

using namespace Qt::StringLiterals;
namespace ask = world::ask;

namespace {
    constexpr qint64 kUnderwaySeconds = 60; ///< longer than any request to IAM may take
    constexpr qint64 kAtMostLater = 300; ///< a key is made soon after it was asked for, or never

    /// What the journal says of the creation of the key.
    struct Made {
        QStringList ids; ///< of keys we made, newest first
        QDateTime last; ///< when the newest was made
        QList<QDateTime> unknown; ///< when creations were sent of which nobody knows the outcome
        bool isUnderway = false; ///< a creation was sent just now and its answer is still to come
    };

    /// The digest of a value in the Secret; empty when there is none.
    QString digestIn(const QJsonObject& secret, const QString& key)
    {
        const QString digest = str(secret, { u"data", key });
        return digest == u"hmac:"_s + keyedDigest({}) ? QString() : digest;
    }

    QString digestOf(const QJsonObject& profile)
    {
        return u"hmac:"_s + keyedDigest(str(profile, { u"id" }).toUtf8());
    }

    Made keysMade(const world::World& world, const QString& key)
    {
        static const QSet<QString> unheard { u"network"_s, u"timeout"_s, u"server"_s, u"cancelled"_s, u"unknown-outcome"_s,
            u"protocol"_s, u"parse"_s }; // an answer nobody could read may have been a yes
        Made made;
        QSet<QString> answered;
        QSet<QString> ended;
        for (const QJsonObject& outcome : journalOf(world, u"outcome"_s, key)) {
            const QString of = str(outcome, { u"of" });
            ended.insert(of);
            if (!unheard.contains(str(outcome, { u"error", u"code" }))) {
                answered.insert(of);
            }
            const QString id = str(outcome, { u"reply", u"id" });
            if (outcome.value("ok"_L1).toBool() && !id.isEmpty()) {
                if (made.ids.isEmpty()) {
                    made.last = QDateTime::fromString(str(outcome, { u"time" }), Qt::ISODateWithMs);
                }
                made.ids.append(id);
            }
        }
        for (const QJsonObject& sent : journalOf(world, u"sent"_s, key)) {
            const QString id = str(sent, { u"id" });
            if (!answered.contains(id)) {
                const QDateTime time = QDateTime::fromString(str(sent, { u"time" }), Qt::ISODateWithMs);
                made.isUnderway = made.isUnderway || (!ended.contains(id) && time.secsTo(world.now()) < kUnderwaySeconds);
                made.unknown.append(time);
            }
        }
        return made;
    }
}

QString createKeyKey(const QString& name)
{
    return u"create api key "_s + name;
}

QJsonObject profileInSecret(Look& look)
{
    const QString digest = digestIn(look.peerPodsSecret(), u"IBMCLOUD_IAM_PROFILE_ID"_s);
    for (const QJsonObject& profile : look.asker().objects(ask::trustedProfiles())) {
        if (!digest.isEmpty() && digestOf(profile) == digest) {
            return profile;
        }
    }
    return {};
}

CredentialView credentialView(Look& look)
{
    CredentialView view;
    view.isProfile = look.intent().credential.kind == "trusted-profile"_L1;
    view.name = look.intent().credential.name.isEmpty() ? u"cocoon-"_s + look.clusterName() : look.intent().credential.name;
    const QJsonObject secret = look.peerPodsSecret();
    view.secretHasKey = !digestIn(secret, u"IBMCLOUD_API_KEY"_s).isEmpty();
    view.secretProfileDigest = digestIn(secret, u"IBMCLOUD_IAM_PROFILE_ID"_s);

    if (view.isProfile) {
        for (const QJsonObject& profile : look.asker().objects(ask::trustedProfiles())) {
            if (str(profile, { u"name" }) == view.name) {
                view.profile = profile;
            }
        }
        // Where no name is asked for, the one that is in use goes before the one of Cocoon's own name.
        const QJsonObject used = profileInSecret(look);
        if (!used.isEmpty() && look.intent().credential.name.isEmpty()) {
            view.profile = used;
            view.name = str(used, { u"name" });
        }
        view.isUsable = !view.profile.isEmpty() && view.secretProfileDigest == digestOf(view.profile);
        return view;
    }

    const QList<QJsonObject> keys = look.asker().objects(ask::apiKeys());
    const auto keyOf = [&keys](const QString& id) {
        for (const QJsonObject& key : keys) {
            if (!id.isEmpty() && str(key, { u"id" }) == id) {
                return key;
            }
        }
        return QJsonObject();
    };
    view.secretKeyId = view.secretHasKey ? kube::annotation(secret, coco::kApiKeyIdAnnotation) : QString();
    view.secretKey = keyOf(view.secretKeyId);
    const bool gone = !view.secretKeyId.isEmpty() && view.secretKey.isEmpty();
    view.isUsable = view.secretHasKey && !gone && !view.secretKey.value("disabled"_L1).toBool();
    const Made made = keysMade(look.asker().world(), createKeyKey(view.name));
    // Made, and the answer with its id was lost.
    const auto unanswered = [&] {
        QJsonObject found;
        for (const QJsonObject& key : keys) {
            // IAM may give times to the minute only.
            QString text = str(key, { u"created_at" });
            if (text.endsWith("+0000"_L1)) {
                text = text.chopped(5) + u'Z';
            }
            const QDateTime created = QDateTime::fromString(text, Qt::ISODate);
            const bool ours = str(key, { u"name" }) == view.name && str(key, { u"description" }).startsWith("Made by Cocoon"_L1);
            // Another cluster of the same name has a key of the same name: only what came soon after we asked may be ours.
            const bool isFrom = created.isValid() && std::any_of(made.unknown.begin(), made.unknown.end(), [&created](const QDateTime& sent) { return sent.isValid() && created >= sent.addSecs(-60) && created <= sent.addSecs(kAtMostLater); });
            const QString id = str(key, { u"id" });
            if (ours && isFrom && id != view.secretKeyId && !made.ids.contains(id)) {
                found = key;
            }
        }
        return found;
    };
    if (view.isUsable) {
        // Two desks at once: the other one's key got into the Secret, and what we made is a way in that nobody needs. Only where
        // it is known which key the Secret holds; what somebody disabled or locked is theirs to decide about.
        for (const QString& id : made.ids) {
            const QJsonObject key = keyOf(id);
            if (!view.secretKey.isEmpty() && id != view.secretKeyId && !key.isEmpty() && !key.value("disabled"_L1).toBool() && !key.value("locked"_L1).toBool()) {
                view.lostKey = key;
            }
        }
        if (view.lostKey.isEmpty() && !view.secretKey.isEmpty()) {
            view.lostKey = unanswered();
        }
        return view;
    }

    const world::Answer answer = look.asker().answer(ask::secretHeld(kPeerPodsKey));
    const QJsonObject held = answer.value.toObject();
    const QString newest = made.ids.value(0);
    view.keyHeld = held.value("held"_L1).toBool() && (newest.isEmpty() || !keyOf(newest).isEmpty()) && newest != view.secretKeyId;
    if (view.keyHeld) {
        view.heldKeyId = newest;
        return view;
    }
    // An answer of before the key was made says nothing about it; nor is a request that may still be under way a lost one.
    const bool isOldAnswer = !held.value("held"_L1).toBool() && made.last.isValid() && answer.observedAt.isValid() && answer.observedAt <= made.last;
    if (isOldAnswer || made.isUnderway) {
        view.isSettling = true;
        return view;
    }
    // A key that we made and whose value is lost can never be used: it is replaced. Anybody else's key of the same name stays.
    for (const QString& id : made.ids) {
        if (id != view.secretKeyId && !keyOf(id).isEmpty()) {
            view.lostKey = keyOf(id);
        }
    }
    if (view.lostKey.isEmpty()) {
        view.lostKey = unanswered();
    }
    return view;
}

} // namespace cocoon::setup
